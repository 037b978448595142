package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.spec.FactorDesign;
import io.scstream.models.spec.FactorDesign.InteractionPrior;
import io.scstream.models.spec.FactorLabels;
import io.scstream.models.spec.FactorLosses;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * A small factorized model on simulated cells with known blocks: blocks of the true sizes,
 * embeddings of 16, 64 hidden units, 256 cells a step drawn with replacement, constant rate 0.002.
 *
 * @param seed of the model and of the order of cells
 */
public record FactorTrial(Form form, long seed, int steps) {
  private static final int MINIBATCH = 256;
  private static final double RATE = 2e-3;

  /** Checks. */
  public FactorTrial {
    checkConfig(steps > 0, "Invalid steps: %d; expected a positive number", steps);
  }

  /** What the model is. */
  public enum Form {
    /** All additions on. */
    DEFAULT,
    /** The default with a free network as prior of the interaction. */
    NETWORK,
    /** The published form, repaired: no additions, all published terms. */
    PUBLISHED;

    /** The form of this name. */
    public static Form named(String name) {
      for (Form form : values()) {
        if (form.label().equals(name)) {
          return form;
        }
      }
      throw new ModelException(
          ModelException.Category.BAD_CONFIG,
          "Invalid form: " + name + "; expected default, network or published");
    }

    /** Its name in lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private FactorDesign design() {
      return switch (this) {
        case DEFAULT -> FactorDesign.defaults();
        case NETWORK -> FactorDesign.defaults().with(InteractionPrior.NETWORK);
        case PUBLISHED -> FactorDesign.published();
      };
    }

    private FactorLosses losses() {
      return this == PUBLISHED ? FactorLosses.published() : FactorLosses.defaults();
    }

    /** The model for such cells, before it knows labels. */
    FactorizedSpec spec(Cell like, int genes, String covariate) {
      return new FactorizedSpec(
          new FactorizedSpec.Sizes(genes, 64, 16, 3, 3, 3),
          like.holdsCounts() ? Noise.NEGATIVE_BINOMIAL : Noise.GAUSSIAN,
          design(),
          losses(),
          FactorLabels.none(List.of(covariate)));
    }
  }

  /**
   * A model that has learned from these cells; whoever calls closes it.
   *
   * @param genes of every cell
   * @param covariate the name of theirs
   * @param progress takes the number of every step
   */
  public OnlineLearner fit(
      List<FactorCell> training, int genes, String covariate, LongConsumer progress) {
    List<Cell> cells = training.stream().map(FactorCell::cell).toList();
    OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.of(seed, RATE, 0), "cpu")
            .create(form.spec(cells.get(0), genes, covariate), cells);
    learner.meet(cells);
    CounterRandom random = CounterRandom.of(seed, 0, "factor-trial/order");
    for (int step = 1; step <= steps; step++) {
      List<Cell> minibatch = new ArrayList<>();
      for (int i = 0; i < MINIBATCH; i++) {
        minibatch.add(cells.get(random.nextInt(cells.size())));
      }
      learner.update(Minibatch.of(genes, minibatch));
      progress.accept(step);
    }
    return learner;
  }
}
