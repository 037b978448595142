package io.scstream.models.trial.factor;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.FactorDesign;
import io.scstream.models.spec.FactorLabels;
import io.scstream.models.spec.FactorLosses;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The default factorized model on cells in memory: 256 cells a step drawn with replacement, of
 * which a fifth or more are controls, at a rate of 0.002 that falls over the second half of the
 * steps, in a straight line, to a twentieth. For counts the weight of the divergences rises over a
 * third of the steps, 2,000 at most.
 *
 * @param steps none leaves the network untrained
 * @param seed of the model and of the order of cells
 */
public record FactorizedFit(FactorizedSpec.Sizes sizes, int steps, long seed) {
  private static final int MINIBATCH = 256;
  private static final double LEAST_CONTROLS = 0.2;
  private static final double RATE = 2e-3;
  private static final double LAST_RATE = 0.05;
  private static final int LONGEST_WARM_UP = 2000;

  /** Checks. */
  public FactorizedFit {
    checkConfig(steps >= 0, "Invalid steps: %d; expected zero or a positive number", steps);
  }

  /**
   * A model that has learned; whoever calls closes it.
   *
   * @param covariates the names of those that the model is to read
   * @param progress takes the number of every step
   */
  public OnlineLearner fit(List<Cell> training, List<String> covariates, LongConsumer progress) {
    boolean areCounts = training.get(0).holdsCounts();
    FactorizedSpec spec =
        new FactorizedSpec(
            sizes,
            areCounts ? Noise.NEGATIVE_BINOMIAL : Noise.GAUSSIAN,
            FactorDesign.defaults(),
            FactorLosses.defaults(),
            FactorLabels.none(covariates));
    int warmUp = areCounts ? Math.min(LONGEST_WARM_UP, steps / 3) : 0;
    OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.of(seed, RATE, warmUp), "cpu").create(spec, training);
    learner.meet(training);
    List<Cell> controls = training.stream().filter(cell -> cell.role() == Role.BACKGROUND).toList();
    boolean areRare = controls.size() < LEAST_CONTROLS * training.size();
    int fixed = areRare && !controls.isEmpty() ? (int) (LEAST_CONTROLS * MINIBATCH) : 0;
    CounterRandom random = CounterRandom.of(seed, 0, "factorized-fit/order");
    for (int step = 1; step <= steps; step++) {
      List<Cell> minibatch = new ArrayList<>();
      for (int i = 0; i < MINIBATCH; i++) {
        List<Cell> from = i < fixed ? controls : training;
        minibatch.add(from.get(random.nextInt(from.size())));
      }
      learner.update(Minibatch.of(sizes.genes(), minibatch), rateFactor(step));
      progress.accept(step);
    }
    return learner;
  }

  /** 1 in the first half of the steps. */
  private double rateFactor(int step) {
    double left = 2 * (1 - (step - 1.0) / steps);
    return Math.max(LAST_RATE, Math.min(1, left));
  }
}
