package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import io.scstream.models.device.EngineMemory;

/** A diagonal normal law for each cell: means and log-variances, [n, d] each. */
public record Normal(NDArray mean, NDArray logVariance) {

  /**
   * A draw, differentiable in mean and variance.
   *
   * @param noise standard normal, [n, d]
   */
  public NDArray draw(NDArray noise) {
    return mean.add(EngineMemory.scale(logVariance, 0.5).exp().mul(noise)); // [n, d]
  }
}
