package io.scstream.models.device;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;

/** Rows of an array of two dimensions. */
public final class Rows {
  private Rows() {}

  /** From one row to before another: the same memory, or the array itself if these are all. */
  public static NDArray of(NDArray array, int from, int to) {
    return from == 0 && to == array.getShape().get(0)
        ? array
        : array.get(new NDIndex().addSliceDim(from, to));
  }

  /** All rows in order; a single array is given back as it is. */
  public static NDArray joined(List<NDArray> parts) {
    return parts.size() == 1 ? parts.get(0) : NDArrays.concat(new NDList(parts));
  }
}
