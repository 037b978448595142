package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import java.io.Serializable;

/**
 * How a gradient becomes a step.
 *
 * @param epsilon added to the root of the second moment; scvi-tools takes 0.01
 * @param weightDecay times the parameter is added to the gradient (L2)
 * @param maxNormFactor a gradient longer than so many running medians is skipped
 */
public record AdamOptions(
    double learningRate, double epsilon, double weightDecay, double maxNormFactor)
    implements Serializable {

  public AdamOptions {
    checkConfig(
        Double.isFinite(learningRate) && learningRate > 0,
        "Invalid learning-rate: %s; expected a positive number",
        learningRate);
    checkConfig(
        Double.isFinite(epsilon) && epsilon > 0,
        "Invalid adam-epsilon: %s; expected a positive number",
        epsilon);
    checkConfig(
        Double.isFinite(weightDecay) && weightDecay >= 0,
        "Invalid weight-decay: %s; expected zero or a positive number",
        weightDecay);
    checkConfig(
        maxNormFactor > 1, "Invalid max-norm-factor: %s; expected a number above 1", maxNormFactor);
  }

  /** At this rate, with Adam's usual constants and norms up to 20 medians. */
  public static AdamOptions of(double learningRate) {
    return new AdamOptions(learningRate, 1e-8, 0, 20);
  }
}
