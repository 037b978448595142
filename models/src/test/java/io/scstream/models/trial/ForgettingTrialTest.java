package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.forgetting.Difference;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.simulate.Recipe;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.models.stream.RatePolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ForgettingTrialTest {
  private static final Recipe RECIPE = Recipe.R_SMALL_POISSON;
  private static final RatePolicy CONSTANT = RatePolicy.CONSTANT;
  private static final List<Phase> PHASES = Phase.of(RECIPE, 3, 300, 5);

  private static ForgettingTrial.Result run(boolean isReplayed) {
    ForgettingTrial.Rhythm rhythm = new ForgettingTrial.Rhythm(64, 0, 0);
    return run(PHASES, new ForgettingTrial.Course(isReplayed, 2000, 20, rhythm, CONSTANT));
  }

  private static ForgettingTrial.Result run(List<Phase> phases, ForgettingTrial.Course course) {
    int genes = RECIPE.simulate(5).genes();
    TrainingOptions training = TrainingOptions.of(5, 1e-3, 100);
    return new ForgettingTrial(genes, phases, RECIPE.fit().spec(genes), training, course)
        .run(over -> {});
  }

  private static long steps(int newCells, int replaySteps) {
    ForgettingTrial.Rhythm rhythm = new ForgettingTrial.Rhythm(newCells, replaySteps, 0);
    return run(
            Phase.of(RECIPE, 2, 200, 5),
            new ForgettingTrial.Course(true, 1000, 1, rhythm, CONSTANT))
        .steps();
  }

  /** The first step waits for 256 cells; none of those after it for more than its own. */
  @Test
  void theLessIsNewInAStepTheMoreStepsThereAre() {
    long usual = steps(64, 0);
    assertThat(usual).isBetween(10L, 12L);
    assertThat(steps(16, 0)).isBetween(4 * usual, 4 * usual + 3);
    assertThat(steps(64, 1)).isEqualTo(2 * usual);
  }

  /** Three laws one after another, with nothing in common but the genes. */
  @Test
  void replayRepairsWhatPlainFineTuningForgets() {
    ForgettingTrial.Result replay = run(true);
    ForgettingTrial.Result plain = run(false);
    assertThat(plain.worst().nats()).isGreaterThan(10 * Math.max(0, replay.worst().nats()));
    assertThat(plain.worstStandardErrors()).isGreaterThan(3);
    assertThat(plain.losses()).hasSize(2).allMatch(loss -> loss.nats() >= 0);
    assertThat(plain.alarmed()).isPositive();
    assertThat(plain.inMeterErrors()).isGreaterThan(3);
    assertThat(replay.inMeterErrors()).isBetween(0.0, plain.inMeterErrors());
    assertThat(plain.steps()).isCloseTo(replay.steps(), org.assertj.core.data.Offset.offset(20L));
  }

  @Test
  void aLossIsInNatsAndInStandardErrors() {
    ForgettingTrial.Loss lost = new ForgettingTrial.Loss("p", 1, new Difference(-6, 2, 40, 0), 3);
    ForgettingTrial.Loss kept = new ForgettingTrial.Loss("q", 2, new Difference(0, 0, 40, 0), 3);
    ForgettingTrial.Result result = new ForgettingTrial.Result(List.of(kept, lost), 9, 4, 1, 0);
    assertThat(result.worst()).isEqualTo(lost);
    assertThat(result.worstStandardErrors()).isEqualTo(3);
    assertThat(result.worstInSpreads()).isEqualTo(2);
    assertThat(result.mean()).isEqualTo(3);
  }

  @Test
  void phasesShareNoCell() {
    Set<String> ids = new HashSet<>();
    PHASES.forEach(phase -> phase.cells().stream().map(Cell::id).forEach(ids::add));
    assertThat(ids).hasSize(3 * 600);
  }

  @Test
  void everyPerturbationBelongsToOnePhase() {
    List<Phase> phases = Phase.of(Recipe.R_SVAE, 4, 50, 1);
    Set<String> ids = new HashSet<>();
    phases.forEach(phase -> phase.cells().stream().map(Cell::id).forEach(ids::add));
    assertThat(ids).hasSize(2 * 4 * 50);
    assertThatThrownBy(() -> new Phase("empty", List.of()))
        .isInstanceOf(ModelException.class)
        .hasMessage("Invalid phase empty: no cells; expected at least one");
  }

  @Test
  void everyTreatmentOfALineComesBeforeTheNextLine() {
    List<Phase> phases = Phase.of(FactorRecipe.S2, 7, 4, 3);
    assertThat(phases.stream().map(ForgettingTrialTest::treatments))
        .containsExactly("x0: t1", "x0: t2", "x0: t3", "x0: t4", "x0: t5", "x1: t1", "x1: t2");
    assertThat(phases).allMatch(phase -> phase.cells().size() == 8);
    assertThatThrownBy(() -> Phase.of(FactorRecipe.S2, 31, 4, 3))
        .isInstanceOf(ModelException.class)
        .hasMessage("Invalid phases: 31; expected 1 to 30, a line and a treatment each");
  }

  private static String treatments(Phase phase) {
    SortedSet<String> lines = new TreeSet<>();
    SortedSet<String> treatments = new TreeSet<>();
    for (Cell cell : phase.cells()) {
      lines.add(cell.condition().covariates().get(FactorRecipe.COVARIATE));
      cell.condition().treatments().forEach(dose -> treatments.add(dose.treatment()));
    }
    return String.join(",", lines) + ": " + String.join(",", treatments);
  }
}
