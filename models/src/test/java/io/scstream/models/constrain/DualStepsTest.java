package io.scstream.models.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import io.scstream.models.spec.DualOptions;
import io.scstream.models.spec.DualRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DualStepsTest {

  private static final Constraint LOOSE = new Constraint(ConstraintFunctional.SALIENT_SILENCE, 0.5);
  private static final Constraint TIGHT = new Constraint(ConstraintFunctional.DEPENDENCE, 0.01);

  private static DualSteps steps(DualOptions options, Constraint... constraints) {
    return DualSteps.of(
        List.of(constraints), options, DualSteps.initialState(constraints.length, options));
  }

  private static void observe(DualSteps steps, double... values) {
    for (double value : values) {
      steps.observe(new double[] {value});
    }
  }

  @Test
  void simpleRuleFollowsItsRecurrence() {
    DualSteps steps = steps(DualOptions.defaults(), LOOSE);
    assertThat(steps.weights()).containsExactly(0);
    observe(steps, 1.5);
    // The first average is the measurement: 0.05 (1.5 − 0.5) / 0.5.
    assertThat(steps.averages()[0]).isEqualTo(1.5);
    assertThat(steps.weights()[0]).isCloseTo(0.1, within(1e-7));
    observe(steps, 0.5);
    // 0.9 × 1.5 + 0.1 × 0.5 = 1.4; 0.1 + 0.05 × 0.9 / 0.5.
    assertThat(steps.averages()[0]).isCloseTo(1.4, within(1e-6));
    assertThat(steps.weights()[0]).isCloseTo(0.19, within(1e-6));
    observe(steps, new double[100]);
    assertThat(steps.weights()).containsExactly(0);
  }

  @Test
  void gecoFollowsItsRecurrence() {
    DualSteps steps = steps(new DualOptions(DualRule.GECO, 2, 0, 1e4), LOOSE);
    assertThat(steps.weights()).containsExactly(1);
    observe(steps, 1.5, 0.5);
    // Averages 1.5 and 0.99 × 1.5 + 0.01 × 0.5 = 1.49: exp(2 × 1) exp(2 × 0.99).
    assertThat(steps.averages()[0]).isCloseTo(1.49, within(1e-6));
    assertThat(steps.weights()[0]).isCloseTo(Math.exp(3.98), within(1e-4));
    observe(steps, 100); // 0.99 × 1.49 + 0.01 × 100 = 2.4751
    assertThat(steps.weights()[0]).isCloseTo(Math.exp(3.98 + 2 * 1.9751), within(1e-2));
    observe(steps, 1000, 1000, 1000);
    assertThat(steps.weights()[0]).isCloseTo(Math.exp(8), within(1e-3));
    observe(steps, new double[10_000]);
    assertThat(steps.weights()[0]).isCloseTo(Math.exp(-8), within(1e-9));
  }

  @Test
  void nupiFollowsItsRecurrence() {
    DualSteps steps = steps(new DualOptions(DualRule.NUPI, 0.1, 3, 1e4), LOOSE);
    observe(steps, 1.5);
    assertThat(steps.weights()[0]).isCloseTo(0.1, within(1e-7)); // 0.1 × 1
    observe(steps, 1);
    // 0.1 + 0.1 (0.5 + 3 (0.5 − 1)) = 0, then 0 + 0.1 (1.5 + 3 (1.5 − 0.5)).
    assertThat(steps.weights()[0]).isCloseTo(0, within(1e-7));
    observe(steps, 2);
    assertThat(steps.weights()[0]).isCloseTo(0.45, within(1e-6));
    observe(steps, 0);
    assertThat(steps.weights()).containsExactly(0);
  }

  /**
   * Minimise (x − 1)² subject to x² ≤ κ. At x = √κ the multiplier is (1 − x) / x, so 1 for κ = 1/4;
   * for κ = 2 the constraint is slack.
   */
  @ParameterizedTest
  @EnumSource(DualRule.class)
  void slacknessIsComplementary(DualRule rule) {
    DualOptions options = new DualOptions(rule, rule == DualRule.NUPI ? 0.2 : 0.05, 1, 1e4);
    double[] active = solve(options, 0.25);
    assertThat(active[0]).isCloseTo(1, within(1e-3));
    assertThat(active[1]).isCloseTo(0.25, within(1e-3));
    double[] slack = solve(options, 2);
    assertThat(slack[0]).isLessThan(1e-3);
    assertThat(slack[1]).isCloseTo(1, within(1e-3));
  }

  private static double[] solve(DualOptions options, double threshold) {
    DualSteps steps = steps(options, new Constraint(ConstraintFunctional.DEPENDENCE, threshold));
    double x = 0.8;
    for (int step = 0; step < 20_000; step++) {
      double measured = x * x;
      x -= 0.05 * (2 * (x - 1) + steps.weights()[0] * 2 * x);
      observe(steps, measured);
    }
    assertThat(steps.infeasible()).isEmpty();
    return new double[] {steps.weights()[0], steps.averages()[0]};
  }

  @ParameterizedTest
  @EnumSource(DualRule.class)
  void goesOnFromItsStateToTheBit(DualRule rule) {
    DualOptions options = DualOptions.of(rule);
    DualSteps steps = steps(options, TIGHT, LOOSE);
    CounterRandom random = CounterRandom.of(42, 0, "restore");
    for (int step = 0; step < 50; step++) {
      steps.observe(new double[] {random.nextDouble() / 10, random.nextDouble()});
    }
    Map<String, float[]> state = steps.state();
    assertThat(state.keySet()).containsExactlyElementsOf(DualSteps.stateLengths(2).keySet());
    DualSteps restored = DualSteps.of(List.of(TIGHT, LOOSE), options, state);
    for (int step = 0; step < 50; step++) {
      double[] values = {random.nextDouble() / 10, random.nextDouble()};
      steps.observe(values);
      restored.observe(values);
      assertThat(restored.weights()).containsExactly(steps.weights());
    }
    restored
        .state()
        .forEach((name, values) -> assertThat(values).isEqualTo(steps.state().get(name)));
    assertThat(state.get("dual.steps")).containsExactly(50, 50);
  }

  @ParameterizedTest
  @EnumSource(DualRule.class)
  void whatWasNotMeasuredChangesNothing(DualRule rule) {
    DualSteps steps = steps(DualOptions.of(rule), TIGHT, LOOSE);
    steps.observe(new double[] {0.02, 0.7});
    Map<String, float[]> before = steps.state();
    steps.observe(new double[] {Double.NaN, Double.POSITIVE_INFINITY});
    steps.observe(new double[] {1e300, Double.NaN});
    steps.state().forEach((name, values) -> assertThat(values).isEqualTo(before.get(name)));
  }

  @Test
  void aMultiplierAtItsBoundIsInfeasible() {
    DualSteps steps = steps(new DualOptions(DualRule.SIMPLE, 0.05, 1, 0.1), LOOSE, TIGHT);
    steps.observe(new double[] {0.6, 1});
    assertThat(steps.weights()[1]).isCloseTo(0.1, within(1e-8));
    assertThat(steps.infeasible()).containsExactly(TIGHT);
    DualSteps geco = steps(new DualOptions(DualRule.GECO, 100, 1, 1e4), LOOSE);
    observe(geco, 1);
    assertThat(geco.infeasible()).containsExactly(LOOSE);
  }

  @Test
  void anAverageThatStaysAboveIsInfeasible() {
    DualSteps steps = steps(new DualOptions(DualRule.SIMPLE, 1e-6, 1, 1e4), LOOSE, TIGHT);
    for (int step = 0; step < 5000; step++) {
      steps.observe(new double[] {0.76, 0.0149});
    }
    assertThat(steps.infeasible()).isEmpty();
    steps.observe(new double[] {0.76, 0.0149});
    assertThat(steps.infeasible()).containsExactly(LOOSE);
  }

  @Test
  void refusesWhatDoesNotFit() {
    DualSteps steps = steps(DualOptions.defaults(), LOOSE);
    assertThatThrownBy(() -> steps.observe(new double[2]))
        .hasMessage("Invalid measurements: 2; expected one for each of 1 constraints");
    assertThatThrownBy(() -> DualSteps.of(List.of(LOOSE), DualOptions.defaults(), Map.of()))
        .hasMessage(
            "Invalid state dual.multiplier: 0 values; expected one for each of 1 constraints");
  }
}
