package io.scstream.models.objective;

import ai.djl.ndarray.NDArray;
import io.scstream.models.device.EngineMemory;

/** The divergence of a diagonal normal posterior from the standard normal prior, in closed form. */
public final class NormalKl {

  private NormalKl() {}

  /** Of one coordinate: ½(m² + v − 1 − log v). */
  public static double of(double mean, double variance) {
    return 0.5 * (mean * mean + variance - 1 - Math.log(variance));
  }

  /** Summed over the coordinates of each row. */
  public static NDArray perCell(NDArray mean, NDArray logVariance) {
    NDArray parts = mean.square().add(logVariance.exp()).sub(logVariance).sub(1); // [n, d]
    return EngineMemory.scale(parts.sum(new int[] {1}), 0.5); // [n]
  }
}
