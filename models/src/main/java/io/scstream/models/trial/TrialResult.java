package io.scstream.models.trial;

/**
 * What one trial found, on held-out cells. Of cells in several groups, recovery, leakage and
 * dependence are the means over the groups, each with its own salient coordinates.
 *
 * @param backgroundRecovery R² of the true background codes by the learned ones
 * @param salientRecovery R² of the true salient codes by the learned ones
 * @param salientInBackground R² of the true salient codes by the learned background codes: leakage
 * @param backgroundInSalient R² of the true background codes by the learned salient codes: leakage
 * @param nearestSalientInBackground the same leakage as nearest neighbours see it
 * @param elboBackground minus the bound of background cells, in nats per cell
 * @param elboTarget minus the bound of target cells, in nats per cell
 * @param dependence of both codes of target cells: normalized HSIC without its bias
 * @param decodedLeakage share of what targets add to expression that background codes tell
 * @param course of training at its end
 */
public record TrialResult(
    double backgroundRecovery,
    double salientRecovery,
    double salientInBackground,
    double backgroundInSalient,
    double nearestSalientInBackground,
    double elboBackground,
    double elboTarget,
    double dependence,
    double decodedLeakage,
    Course course) {

  /**
   * Means over the last 200 steps.
   *
   * @param backgroundWeight of the background's gradient, from 0 to 2, or with groups to the number
   *     of losses
   * @param constraint what the first constraint measured of the minibatches; NaN without one
   */
  public record Course(double backgroundWeight, double constraint) {}

  /** The mean of both roles' losses, in nats per cell. */
  public double loss() {
    return (elboBackground + elboTarget) / 2;
  }
}
