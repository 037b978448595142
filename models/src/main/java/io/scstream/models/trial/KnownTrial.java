package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.simulate.Recipe;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * One model on real cells, with the networks that its family has by default.
 *
 * @param seed of the model and of the order of cells
 * @param steps of 128 cells of each role
 * @param thresholds of the constraints, where the model has any
 */
public record KnownTrial(
    KnownCells cells, Contender model, long seed, int steps, Thresholds thresholds) {

  /** Checks. */
  public KnownTrial {
    checkConfig(steps > 0, "Invalid steps: %d; expected a positive number", steps);
  }

  /** The steps over which the weight of the divergences rises from 0 to 1: three in ten. */
  public static int warmUp(int steps) {
    return 3 * steps / 10;
  }

  /**
   * Trains on the CPU and looks what came of it.
   *
   * @param progress takes the number of every step
   * @param afterwards takes the fitted model, which it must not close
   */
  public KnownResult run(LongConsumer progress, Consumer<Embedder> afterwards) {
    List<Cell> background = KnownCells.of(cells.fitted(), Role.BACKGROUND);
    List<Cell> target = KnownCells.of(cells.fitted(), Role.TARGET);
    int stepsPerEpoch = Math.max(1, Math.max(background.size(), target.size()) / Recipe.PER_ROLE);
    DjlLearnerFactory factory =
        new DjlLearnerFactory(model.options(seed, warmUp(steps), thresholds), "cpu");
    try (OnlineLearner learner = factory.create(model.spec(cells.genes()), background)) {
      new Epochs(seed, steps, stepsPerEpoch)
          .train(learner, background, target, outcome -> progress.accept(learner.step()));
      KnownResult result = KnownFindings.of(learner, cells, seed);
      afterwards.accept(learner);
      return result;
    }
  }
}
