package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.learner.StepOutcome;
import io.scstream.models.objective.ElboTerms;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardTest {
  private static final ElboTerms TERMS = new ElboTerms(1, 1, 1, 1, 8);

  private static Guard guard() {
    return new Guard(new StreamOptions.Guard(10, 5, 4, 3, 2, 100), GuardState.QUIET);
  }

  private static void step(Guard guard, String chunk, double norm, boolean isSkipped) {
    guard.begin(List.of(chunk));
    guard.observe(StepOutcome.plain(TERMS, norm, 1, isSkipped));
  }

  @Test
  void oneRefusedStepIsNoTroubleThreeInARowAre() {
    Guard guard = guard();
    step(guard, "a", 2, true);
    step(guard, "b", 2, true);
    step(guard, "c", 2, false);
    assertThat(guard.isCalm()).isTrue();
    step(guard, "d", 2, true);
    step(guard, "e", 2, true);
    assertThat(guard.trouble()).isEmpty();
    step(guard, "f", 2, true);
    assertThat(guard.trouble().orElseThrow())
        .isEqualTo(
            new Guard.Trouble("3 refused steps in a row", List.of("d", "e", "f"), true, false));
  }

  @Test
  void aStepThatIsNotFiniteIsTroubleAtOnce() {
    Guard guard = guard();
    step(guard, "a", 2, true);
    step(guard, "b", Double.NaN, true);
    assertThat(guard.trouble().orElseThrow().chunks()).containsExactly("b");
    assertThat(guard.trouble().orElseThrow().isLasting()).isFalse();
    guard.wentBack(guard.trouble().orElseThrow(), false, 50, 40, new GuardState.Row(1, 0));
    assertThat(guard.trouble()).isEmpty();
    assertThat(guard.rateFactor(50)).isEqualTo(1);
    assertThat(guard.row()).isEqualTo(new GuardState.Row(1, 0));
  }

  @Test
  void manyWildStepsInARowAreTroubleAndHalveTheRate() {
    Guard guard = guard();
    for (int i = 0; i < 3; i++) {
      step(guard, "a" + i, 5.1, false);
    }
    step(guard, "b", 5, false);
    for (int i = 0; i < 4; i++) {
      assertThat(guard.trouble()).isEmpty();
      step(guard, "c" + i, 5.1, false);
    }
    assertThat(guard.trouble().orElseThrow().chunks()).containsExactly("c0", "c1", "c2", "c3");
    guard.wentBack(guard.trouble().orElseThrow(), false, 50, 40, GuardState.Row.NONE);
    assertThat(guard.rateFactor(2039)).isEqualTo(0.5);
    assertThat(guard.rateFactor(2040)).isEqualTo(1);
  }

  @Test
  void haltsOnlyIfItGoesBackTooOftenWithinTheWindow() {
    Guard guard = guard();
    Guard.Trouble trouble = new Guard.Trouble("x", List.of(), false, false);
    for (long step : new long[] {10, 60, 111, 170}) {
      guard.wentBack(trouble, false, step, step, GuardState.Row.NONE);
      assertThat(guard.isHalted()).isFalse();
    }
    guard.wentBack(trouble, false, 180, 180, GuardState.Row.NONE);
    assertThat(guard.isHalted()).isTrue();
    Guard restored = new Guard(new StreamOptions.Guard(10, 5, 4, 3, 2, 100), guard.state());
    assertThat(restored.state()).isEqualTo(guard.state());
    restored.resume();
    assertThat(restored.isHalted()).isFalse();
    restored.wentBack(trouble, false, 181, 181, GuardState.Row.NONE);
    assertThat(restored.isHalted()).isFalse();
  }

  @Test
  void aProvenCauseIsNoStepTowardsBeingHaltedAndLeavesTheRateAlone() {
    Guard guard = guard();
    Guard.Trouble trouble = new Guard.Trouble("x", List.of("a"), true, false);
    for (int step = 1; step <= 50; step++) {
      guard.wentBack(trouble, true, step, step - 1, new GuardState.Row(0, 1));
    }
    assertThat(guard.isHalted()).isFalse();
    assertThat(guard.state().rollbacks()).isEmpty();
    assertThat(guard.rateFactor(0)).isEqualTo(1);
    assertThat(guard.row()).isEqualTo(new GuardState.Row(0, 1));
  }

  @Test
  void remembersABoundedNumberOfChunks() {
    Guard guard = guard();
    for (int i = 0; i < Guard.REMEMBERED + 5; i++) {
      guard.quarantine("chunk" + i, "x", 2);
    }
    assertThat(guard.state().quarantined()).hasSize(Guard.REMEMBERED).doesNotContainKey("chunk4");
    assertThat(guard.isQuarantined("chunk5")).isTrue();
    assertThat(guard.state().cellsQuarantined()).isEqualTo(2 * (Guard.REMEMBERED + 5));
  }
}
