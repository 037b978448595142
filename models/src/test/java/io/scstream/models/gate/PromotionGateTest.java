package io.scstream.models.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.forgetting.Difference;
import io.scstream.models.gauge.Movement;
import io.scstream.models.leakage.LeakageReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PromotionGateTest {
  private static final PromotionGate GATE =
      new PromotionGate(new GateOptions(2, 0.8, 0.3, 2, 1, 0.25));

  private static final Difference BETTER = new Difference(1, 0.5, 40, 0);
  private static final Evidence.Leakage LITTLE = leakage(0.6, 0.1);
  private static final LeakageReport.Active USED = new LeakageReport.Active(3, OptionalInt.of(2));
  private static final Movement SLOW = new Movement(0.1, 0.2);

  private static Evidence.Leakage leakage(double auc, double label) {
    return new Evidence.Leakage(OptionalDouble.of(auc), OptionalDouble.of(label));
  }

  private static Evidence evidence(
      Difference bound, Evidence.Leakage leakage, LeakageReport.Active active, Movement movement) {
    return new Evidence(
        true, Optional.of(bound), List.of(), leakage, Optional.of(active), Optional.of(movement));
  }

  private static List<String> reasons(Evidence evidence) {
    return GATE.judge(evidence, List.of()).reasons();
  }

  @Test
  void aVersionWithinAllLimitsIsPromoted() {
    GateReport report = GATE.judge(evidence(BETTER, LITTLE, USED, SLOW), List.of());
    assertThat(report.isPassed()).isTrue();
    assertThat(report.reasons()).isEmpty();
    assertThat(report.findings())
        .extracting(Finding::condition)
        .containsExactly(
            "finite",
            "bound",
            "forgetting",
            "leakage_domain",
            "leakage_label",
            "active_background",
            "active_salient",
            "canary");
    assertThat(report.findings()).allMatch(it -> it.verdict() == Finding.Verdict.HOLDS);
  }

  @Test
  void eachConditionAloneRefuses() {
    assertThat(reasons(evidence(new Difference(-1.01, 0.5, 40, 0), LITTLE, USED, SLOW)))
        .containsExactly(
            "bound: -1.010 nats per cell from the promoted version, SE 0.5000, on 40 held-out"
                + " cells; expected no less than -2.0 SE");
    assertThat(reasons(evidence(BETTER, leakage(0.81, 0.1), USED, SLOW)))
        .containsExactly("leakage_domain: 0.8100; expected at most 0.8");
    assertThat(reasons(evidence(BETTER, leakage(0.6, 0.31), USED, SLOW)))
        .containsExactly("leakage_label: 0.3100; expected at most 0.3");
    assertThat(
            reasons(evidence(BETTER, LITTLE, new LeakageReport.Active(1, OptionalInt.of(2)), SLOW)))
        .containsExactly("active_background: 1; expected at least 2");
    assertThat(
            reasons(evidence(BETTER, LITTLE, new LeakageReport.Active(3, OptionalInt.of(0)), SLOW)))
        .containsExactly("active_salient: 0; expected at least 1");
    assertThat(reasons(evidence(BETTER, LITTLE, USED, new Movement(0.1, 0.26))))
        .containsExactly(
            "canary: codes of the panel moved by 0.2600 of the spread between cells; expected at"
                + " most 0.25");
  }

  @Test
  void weightsAndForgettingRefuseToo() {
    Evidence bad =
        new Evidence(
            false,
            Optional.empty(),
            List.of("TARGET|k562", "TARGET|A172"),
            Evidence.Leakage.UNKNOWN,
            Optional.empty(),
            Optional.empty());
    assertThat(reasons(bad))
        .containsExactly(
            "finite: a weight is not finite", "forgetting: forgotten: TARGET|k562, TARGET|A172");
  }

  @Test
  void theLimitItselfIsWithin() {
    assertThat(
            reasons(
                evidence(
                    new Difference(-1, 0.5, 40, 0),
                    leakage(0.8, 0.3),
                    new LeakageReport.Active(2, OptionalInt.of(1)),
                    new Movement(0.25, Double.NaN))))
        .isEmpty();
  }

  @Test
  void whatIsUnknownIsNoReason() {
    Evidence first =
        new Evidence(
            true,
            Optional.of(new Difference(-100, Double.NaN, 1, 0)),
            List.of(),
            Evidence.Leakage.UNKNOWN,
            Optional.empty(),
            Optional.of(new Movement(Double.NaN, Double.NaN)));
    GateReport report = GATE.judge(first, List.of());
    assertThat(report.isPassed()).isTrue();
    assertThat(report.findings())
        .filteredOn(it -> it.verdict() == Finding.Verdict.UNKNOWN)
        .extracting(Finding::condition)
        .containsExactly(
            "bound",
            "leakage_domain",
            "leakage_label",
            "active_background",
            "active_salient",
            "canary");
  }

  @Test
  void aConditionOfOthersRefusesAsWell() {
    GateReport report =
        GATE.judge(
            evidence(BETTER, LITTLE, USED, SLOW),
            List.of(Finding.broken("drift", "an alarm since step 40 was not acknowledged")));
    assertThat(report.isPassed()).isFalse();
    assertThat(report.reasons())
        .containsExactly("drift: an alarm since step 40 was not acknowledged");
  }

  @Test
  void refusesLimitsThatMakeNoSense() {
    assertThatThrownBy(() -> new GateOptions(2, 0.4, 1, 0, 0, 1))
        .isInstanceOf(ModelException.class)
        .hasMessage("Invalid domain-auc: 0.4; expected a number from 0.5 to 1");
  }
}
