package io.scstream.models.baseline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Normal;

/** How far posteriors are from priors, as means over cells, on a tape. */
final class Divergences {
  private Divergences() {}

  /** Mean KL(q ‖ N(0, I)) = ½ Σ (m² + v − 1 − log v). */
  static NDArray fromStandard(Normal q) {
    NDArray terms = q.mean().square().add(q.logVariance().exp()).sub(q.logVariance()); // [n, d]
    int columns = (int) q.mean().getShape().get(1);
    NDArray perCell = terms.sum(new int[] {1}).mean();
    return EngineMemory.scale(perCell.sub(constant(perCell, columns)), 0.5);
  }

  /** Mean log q(z) − log p(z) at draws z [n, d], which estimates KL(q ‖ p). */
  static NDArray atDraws(Normal q, Normal p, NDArray draws) {
    return logDensity(q, draws).sub(logDensity(p, draws)).mean();
  }

  /** Up to the constant of normal laws, [n]. */
  private static NDArray logDensity(Normal law, NDArray draws) {
    NDArray squares = draws.sub(law.mean()).square().mul(law.logVariance().neg().exp()); // [n, d]
    return EngineMemory.scale(squares.add(law.logVariance()).sum(new int[] {1}), -0.5);
  }

  private static NDArray constant(NDArray like, double value) {
    return EngineMemory.copy(like.getManager(), new float[] {(float) value}, new Shape());
  }
}
