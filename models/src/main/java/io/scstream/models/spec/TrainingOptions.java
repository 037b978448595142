package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import java.io.Serializable;
import java.util.Objects;

/**
 * How to train.
 *
 * @param klWarmupSteps steps over which the KL weight rises from 0 to 1; 0 for none
 */
public record TrainingOptions(long seed, AdamOptions adam, int klWarmupSteps, Objective objective)
    implements Serializable {

  public TrainingOptions {
    Objects.requireNonNull(adam);
    Objects.requireNonNull(objective);
    checkConfig(
        klWarmupSteps >= 0,
        "Invalid kl-warmup-steps: %d; expected zero or a positive number",
        klWarmupSteps);
  }

  /** The sum of both roles' losses by Adam with its usual constants. */
  public static TrainingOptions of(long seed, double learningRate, int klWarmupSteps) {
    return new TrainingOptions(seed, AdamOptions.of(learningRate), klWarmupSteps, Objective.sum());
  }

  /** Seed 42, learning rate 0.001, warm-up over 2,000 steps. */
  public static TrainingOptions defaults() {
    return of(42, 1e-3, 2000);
  }

  /** The same with another objective. */
  public TrainingOptions with(Objective other) {
    return new TrainingOptions(seed, adam, klWarmupSteps, other);
  }

  /** The same at another learning rate. */
  public TrainingOptions withLearningRate(double rate) {
    return new TrainingOptions(
        seed,
        new AdamOptions(rate, adam.epsilon(), adam.weightDecay(), adam.maxNormFactor()),
        klWarmupSteps,
        objective);
  }
}
