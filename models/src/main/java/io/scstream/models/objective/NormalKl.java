package io.scstream.models.objective;

import ai.djl.ndarray.NDArray;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Normal;

/** The divergence of a diagonal normal posterior from a normal prior, in closed form. */
public final class NormalKl {

  private NormalKl() {}

  /** Of one coordinate from the standard normal law: ½(m² + v − 1 − log v). */
  public static double of(double mean, double variance) {
    return 0.5 * (mean * mean + variance - 1 - Math.log(variance));
  }

  /** Of one coordinate from N(m₀, v₀): ½[(v + (m − m₀)²)/v₀ − 1 − log(v/v₀)]. */
  public static double of(double mean, double variance, double priorMean, double priorVariance) {
    double d = mean - priorMean;
    return 0.5 * ((variance + d * d) / priorVariance - 1 - Math.log(variance / priorVariance));
  }

  /** From the standard normal law, summed over the coordinates of each row. */
  public static NDArray perCell(NDArray mean, NDArray logVariance) {
    NDArray parts = mean.square().add(logVariance.exp()).sub(logVariance).sub(1); // [n, d]
    return EngineMemory.scale(parts.sum(new int[] {1}), 0.5); // [n]
  }

  /**
   * From another law, summed over the coordinates of each row.
   *
   * @param priorMean [d]
   * @param priorVariance [d]
   */
  public static NDArray perCell(Normal posterior, NDArray priorMean, NDArray priorVariance) {
    NDArray logVariance = posterior.logVariance(); // [n, d]
    NDArray square = posterior.mean().sub(priorMean).square(); // [n, d]
    NDArray ratio = logVariance.exp().add(square).div(priorVariance); // [n, d]
    NDArray parts = ratio.sub(1).sub(logVariance).add(priorVariance.log()); // [n, d]
    return EngineMemory.scale(parts.sum(new int[] {1}), 0.5); // [n]
  }
}
