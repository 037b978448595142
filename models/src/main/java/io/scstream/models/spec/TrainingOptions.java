package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import java.io.Serializable;

/**
 * How to train.
 *
 * @param klWarmupSteps steps over which the KL weight rises from 0 to 1; 0 for none
 * @param maxNormFactor a gradient longer than so many running medians is skipped
 * @param salientSilence weight of the penalty on salient codes of background cells; 0 for none
 */
public record TrainingOptions(
    long seed, double learningRate, int klWarmupSteps, double maxNormFactor, double salientSilence)
    implements Serializable {

  public TrainingOptions {
    checkConfig(
        Double.isFinite(learningRate) && learningRate > 0,
        "Invalid learning-rate: %s; expected a positive number",
        learningRate);
    checkConfig(
        klWarmupSteps >= 0,
        "Invalid kl-warmup-steps: %d; expected zero or a positive number",
        klWarmupSteps);
    checkConfig(
        maxNormFactor > 1, "Invalid max-norm-factor: %s; expected a number above 1", maxNormFactor);
    checkConfig(
        Double.isFinite(salientSilence) && salientSilence >= 0,
        "Invalid salient-silence: %s; expected zero or a positive number",
        salientSilence);
  }

  /** Seed 42, learning rate 0.001, warm-up over 2,000 steps, norms up to 20 medians, no penalty. */
  public static TrainingOptions defaults() {
    return new TrainingOptions(42, 1e-3, 2000, 20, 0);
  }
}
