package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.contrastive.Measures;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.simulate.Recipe;
import io.scstream.models.simulate.Simulation;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One model on the cells of one recipe.
 *
 * @param seed of the cells and of the model
 * @param epochs passes over the larger data set; a stream takes as many steps in its one pass
 * @param threshold of the constraint on dependence, where the model has one
 */
public record Trial(
    Recipe recipe, Contender model, Feed feed, long seed, int epochs, double threshold) {
  /** The share of the steps over which the weight of the divergences rises. */
  private static final double WARM_UP = 0.3;

  private static final int LAST_STEPS = 200;

  public Trial {
    checkConfig(epochs > 0, "Invalid epochs: %d; expected a positive number", epochs);
    int groups = recipe.fit().groups();
    checkConfig(
        groups == 1 || model.takesGroups(),
        "Invalid model for recipe %s: %s; expected one with a salient space for each of %d groups,"
            + " of %s",
        recipe.label(),
        model.label(),
        groups,
        Contender.labels(Contender::takesGroups));
  }

  /** Steps in all. */
  public int steps() {
    return epochs * recipe.stepsPerEpoch();
  }

  /** Trains on the CPU and looks what came of it. */
  public TrialResult run() {
    Simulation simulation = recipe.simulate(seed);
    List<Cell> background =
        simulation.draw("train", Role.BACKGROUND, recipe.cells().background()).cells();
    List<Cell> target = simulation.draw("train", Role.TARGET, recipe.cells().target()).cells();
    ModelSpec spec = model.spec(recipe.fit(), simulation.genes());
    TrainingOptions options =
        model.options(seed, (int) (WARM_UP * steps()), Thresholds.of(threshold));
    DjlLearnerFactory factory = new DjlLearnerFactory(options, "cpu");
    LastSteps last = new LastSteps();
    if (feed == Feed.OFFLINE) {
      try (OnlineLearner learner = factory.create(spec, background)) {
        new Epochs(seed, steps(), recipe.stepsPerEpoch())
            .train(learner, background, target, last::add);
        return Findings.of(learner, simulation, recipe, last.course());
      }
    }
    return new StreamedTrial(this, factory, spec)
        .run(
            background,
            target,
            last,
            learner -> Findings.of(learner, simulation, recipe, last.course()));
  }

  /** What the last steps measured. */
  static final class LastSteps {
    private final Deque<Measures> last = new ArrayDeque<>();

    void add(StepOutcome outcome) {
      last.add(outcome.measures());
      if (last.size() > LAST_STEPS) {
        last.remove();
      }
    }

    TrialResult.Course course() {
      return new TrialResult.Course(
          last.stream().mapToDouble(Measures::backgroundWeight).average().orElse(1),
          last.stream()
              .filter(it -> !it.constraints().isEmpty())
              .mapToDouble(it -> it.constraints().get(0))
              .filter(Double::isFinite)
              .average()
              .orElse(Double.NaN));
    }
  }
}
