package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import io.scstream.models.device.CpuWorkers;
import io.scstream.models.kernel.Kernels;
import io.scstream.models.kernel.Kernels.Share;
import java.util.List;

/** The gradients of a minibatch from those of its parts. */
public final class Sums {
  private Sums() {}

  /**
   * Array by array; those of the first part become the sums, the others are used up.
   *
   * @param parts as many arrays of the same shapes for each
   */
  public static List<NDArray> of(List<List<NDArray>> parts) {
    List<NDArray> sums = parts.get(0);
    for (List<NDArray> others : parts.subList(1, parts.size())) {
      CpuWorkers.each(Share.all(parts.size()), share -> Kernels.get().add(sums, others, share));
    }
    return sums;
  }
}
