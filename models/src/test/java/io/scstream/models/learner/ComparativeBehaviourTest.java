package io.scstream.models.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.Recipe;
import io.scstream.models.simulate.Simulation;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What objectives do to whole runs of training. */
class ComparativeBehaviourTest {
  private static final int CELLS = 1000;
  private static final int PER_ROLE = 64;

  private final Simulation simulation = Recipe.R_SMALL_POISSON.simulate(3);

  private ContrastiveVaeSpec spec(int backgroundLatent, int salientLatent) {
    return new ContrastiveVaeSpec(
        new ContrastiveVaeSpec.Sizes(simulation.genes(), 16, 1, backgroundLatent, salientLatent),
        0,
        Normalization.NONE,
        Noise.POISSON);
  }

  private List<Cell> cells(String name, Role role) {
    return simulation.draw(name, role, CELLS).cells();
  }

  private static Cell asTarget(Cell cell) {
    int[] genes = new int[cell.nonZeros()];
    int[] counts = new int[genes.length];
    for (int i = 0; i < genes.length; i++) {
      genes[i] = cell.gene(i);
      counts[i] = cell.count(i);
    }
    return Cell.of(cell.id(), Role.TARGET, cell.librarySize(), genes, counts);
  }

  /** Trains and gives the outcomes of the last steps. */
  private static List<StepOutcome> run(
      ContrastiveVaeSpec spec,
      Objective objective,
      List<Cell> background,
      List<Cell> target,
      int steps,
      int last) {
    TrainingOptions options = TrainingOptions.of(3, 3e-3, steps / 4).with(objective);
    List<StepOutcome> outcomes = new ArrayList<>();
    try (OnlineLearner learner = new DjlLearnerFactory(options, "cpu").create(spec, background)) {
      for (int step = 0; step < steps; step++) {
        CounterRandom random = CounterRandom.of(3, step, "draw");
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < PER_ROLE; i++) {
          cells.add(background.get(random.nextInt(background.size())));
          cells.add(target.get(random.nextInt(target.size())));
        }
        StepOutcome outcome = learner.update(Minibatch.of(spec.genes(), cells));
        if (step >= steps - last) {
          outcomes.add(outcome);
        }
      }
    }
    return outcomes;
  }

  /** One salient dimension is as near as a model comes to having none. */
  @Test
  void dataSetsOfOneLawWeighTheSame() {
    List<Cell> others =
        cells("other", Role.BACKGROUND).stream().map(ComparativeBehaviourTest::asTarget).toList();
    double weight =
        run(
                spec(5, 1),
                Objective.of(Combination.EQUAL_NORM, List.of()),
                cells("train", Role.BACKGROUND),
                others,
                400,
                200)
            .stream()
            .mapToDouble(it -> it.measures().backgroundWeight())
            .average()
            .orElseThrow();
    assertThat(weight).isCloseTo(1, within(0.1));
  }

  /** Complementary slackness: either the constraint is active and has a price, or it is neither. */
  @Test
  void aMultiplierIsPositiveWhereItsConstraintBindsAndZeroWhereItDoesNot() {
    double tight = 0.05;
    StepOutcome.Dual binding = constrained(tight, 1500);
    double average = binding.averages().get(0);
    double multiplier = binding.multipliers().get(0);
    assertThat(multiplier).isGreaterThan(1);
    assertThat(average).isBetween(tight / 2, 1.5 * tight);
    assertThat(binding.infeasible()).isZero();

    StepOutcome.Dual idle = constrained(0.9, 200);
    assertThat(idle.averages().get(0)).isLessThan(0.9);
    assertThat(idle.multipliers().get(0)).isZero();
  }

  private StepOutcome.Dual constrained(double threshold, int steps) {
    List<StepOutcome> last =
        run(
            spec(6, 6),
            Objective.of(
                Combination.SUM,
                List.of(new Constraint(ConstraintFunctional.DEPENDENCE, threshold))),
            cells("train", Role.BACKGROUND),
            cells("train", Role.TARGET),
            steps,
            1);
    return last.get(0).dual();
  }
}
