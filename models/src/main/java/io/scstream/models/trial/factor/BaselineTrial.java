package io.scstream.models.trial.factor;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.baseline.BaselineLearner;
import io.scstream.models.baseline.BaselineSpec;
import io.scstream.models.baseline.LabelVectors;
import io.scstream.models.data.Cell;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A baseline autoencoder on the cells that a factorized model learns from, with as many latent
 * dimensions in all, two hidden layers of as many units, and 256 cells a step drawn with
 * replacement.
 *
 * @param seed of the model and of the order of cells
 */
public record BaselineTrial(BaselineSpec.Kind kind, int hidden, int latent, int steps, long seed) {
  private static final int MINIBATCH = 256;

  /** Checks. */
  public BaselineTrial {
    checkConfig(steps > 0, "Invalid steps: %d; expected a positive number", steps);
  }

  /**
   * A model that has learned; whoever calls closes it.
   *
   * @param known cells whose labels the model is to know, those to learn from among them
   * @param progress takes the number of every step
   */
  public BaselineLearner fit(
      List<Cell> training, List<Cell> known, int genes, LongConsumer progress) {
    LabelVectors vectors = LabelVectors.of(known);
    Noise noise = training.get(0).holdsCounts() ? Noise.NEGATIVE_BINOMIAL : Noise.GAUSSIAN;
    BaselineSpec.Sizes sizes = new BaselineSpec.Sizes(genes, vectors.size(), hidden, 2, latent);
    BaselineLearner learner =
        BaselineLearner.of(BaselineSpec.of(kind, sizes, noise), vectors, training, seed);
    CounterRandom random = CounterRandom.of(seed, 0, "baseline-trial/order");
    for (int step = 1; step <= steps; step++) {
      List<Cell> minibatch = new ArrayList<>();
      for (int i = 0; i < MINIBATCH; i++) {
        minibatch.add(training.get(random.nextInt(training.size())));
      }
      learner.update(minibatch);
      progress.accept(step);
    }
    return learner;
  }
}
