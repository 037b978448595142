package io.scstream.models.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DriftAlarmTest {
  private static final long SEED = 9;
  private static final AlarmOptions SOON = new AlarmOptions(6, 2, 3, SEED);

  private static DriftAlarm one(AlarmOptions options) {
    return DriftAlarm.start(options, List.of(new Signal("a", 10)));
  }

  private static double u(long batch, String signal) {
    return 1 - CounterRandom.of(SEED, batch, "drift/tie/" + signal).nextDouble();
  }

  private static AlarmReport feed(DriftAlarm alarm, double... values) {
    AlarmReport last = null;
    for (double value : values) {
      last = alarm.accept(Map.of("a", value));
    }
    if (last == null) {
      throw new AssertionError("expected values");
    }
    return last;
  }

  /** p: the rank from above among all so far, itself and its ties a random share. */
  @Test
  void ranksAReadingAmongThoseBeforeIt() {
    DriftAlarm alarm = one(SOON);
    assertThat(feed(alarm, 5).signals().get(0).p()).isEqualTo(u(1, "a"));
    assertThat(feed(alarm, 7).signals().get(0).p()).isEqualTo(u(2, "a") / 2);
    assertThat(feed(alarm, 6).signals().get(0).p()).isEqualTo((1 + u(3, "a")) / 3);
    assertThat(feed(alarm, 7).signals().get(0).p()).isEqualTo(u(4, "a") * 2 / 4);
    assertThat(feed(alarm, 1).signals().get(0).p()).isEqualTo((4 + u(5, "a")) / 5);
  }

  /** R₃ = e₃, R₄ = (R₃ + 1) e₄; two readings must be there first. */
  @Test
  void addsUpTheEvidence() {
    DriftAlarm alarm = one(SOON);
    assertThat(feed(alarm, 1, 2).logEvidence()).isEqualTo(Double.NEGATIVE_INFINITY);
    double e3 = 0.5 / Math.sqrt(u(3, "a") / 3);
    assertThat(feed(alarm, 3).logEvidence()).isCloseTo(Math.log(e3), within(1e-12));
    double e4 = 0.5 / Math.sqrt(u(4, "a") / 4);
    assertThat(feed(alarm, 4).logEvidence()).isCloseTo(Math.log((e3 + 1) * e4), within(1e-12));
  }

  @Test
  void averagesStatisticsAndSharesThem() {
    DriftAlarm alarm = DriftAlarm.start(SOON, List.of(new Signal("a", 10), new Signal("b", 10)));
    alarm.accept(Map.of("a", 1.0, "b", 1.0));
    alarm.accept(Map.of("a", 2.0, "b", 2.0));
    AlarmReport report = alarm.accept(Map.of("a", 3.0, "b", 0.0));
    double a = 0.5 / Math.sqrt(u(3, "a") / 3);
    double b = 0.5 / Math.sqrt((2 + u(3, "b")) / 3);
    assertThat(report.logEvidence()).isCloseTo(Math.log((a + b) / 2), within(1e-12));
    assertThat(report.signals()).extracting(SignalReport::name).containsExactly("a", "b");
    assertThat(report.signals().get(0).share()).isCloseTo(a / (a + b), within(1e-12));
    assertThat(report.signals().get(1).share()).isCloseTo(b / (a + b), within(1e-12));
    assertThat(report.alarmAt()).isEqualTo(Math.log(6));
  }

  /** 20 readings around 10, then five around 30: what moved, by how much, since when. */
  @Test
  void tellsWhatMovedByHowMuchAndSinceWhen() {
    DriftAlarm alarm =
        DriftAlarm.start(
            new AlarmOptions(50, 5, 3, SEED), List.of(new Signal("a", 100), new Signal("b", 100)));
    AlarmReport report = null;
    for (int batch = 1; batch <= 25; batch++) {
      double quiet = 8 + (batch * 7) % 5;
      report = alarm.accept(Map.of("a", batch > 20 ? 30.0 + batch : quiet, "b", quiet));
    }
    if (report == null) {
      throw new AssertionError();
    }
    assertThat(report.isAlarm()).isTrue();
    SignalReport first = report.signals().get(0);
    assertThat(first.name()).isEqualTo("a");
    assertThat(first.share()).isGreaterThan(0.9);
    assertThat(first.move().since()).isEqualTo(21);
    assertThat(first.move().batches()).isEqualTo(5);
    assertThat(first.move().before()).isEqualTo(10);
    assertThat(first.move().now()).isEqualTo(53);
    assertThat(first.move().deviations()).isCloseTo(43 / 1.4826, within(1e-9));
    assertThat(report.text())
        .startsWith("a: 53.00 since batch 21 (5 of them), 10.00 before, +29.0 spreads; ");
  }

  @Test
  void beginsGoesOnIsHeldAndIsOver() {
    DriftAlarm alarm = one(SOON);
    feed(alarm, DoubleStream.iterate(1, it -> it + 1).limit(9).toArray());
    AlarmReport report = feed(alarm, 100);
    double value = 101;
    while (report.stage() == AlarmReport.Stage.QUIET) {
      report = feed(alarm, value++);
    }
    // A rising series is raised within its first ten batches already.
    assertThat(report.stage()).isEqualTo(AlarmReport.Stage.GOES_ON);
    assertThat(alarm.isHeld()).isTrue();
    report = feed(alarm, 0);
    while (report.isAlarm()) {
      report = feed(alarm, 0);
    }
    assertThat(report.stage()).isEqualTo(AlarmReport.Stage.HELD);
    assertThat(feed(alarm, 0).stage()).isEqualTo(AlarmReport.Stage.HELD);
    assertThat(feed(alarm, 0).stage()).isEqualTo(AlarmReport.Stage.QUIET);
    assertThat(alarm.isHeld()).isFalse();
  }

  @Test
  void anAcknowledgedAlarmIsNoLongerHeldButKeepsItsEvidence() {
    DriftAlarm alarm = one(SOON);
    double evidence = feed(alarm, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12).logEvidence();
    assertThat(alarm.isHeld()).isTrue();
    alarm.acknowledge();
    assertThat(alarm.isHeld()).isFalse();
    assertThat(alarm.state().signals().get(0).logEvidence()).isEqualTo(evidence);
    assertThat(feed(alarm, 13).stage()).isEqualTo(AlarmReport.Stage.GOES_ON);
  }

  @Test
  void beginsAnewAfterAnAcceptedDrift() {
    DriftAlarm alarm = one(SOON);
    feed(alarm, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    alarm.reReference();
    assertThat(alarm.isHeld()).isFalse();
    assertThat(alarm.state().batches()).isEqualTo(12);
    SignalState state = alarm.state().signals().get(0);
    assertThat(state.history()).isEmpty();
    assertThat(state.logEvidence()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(feed(alarm, 13).stage()).isEqualTo(AlarmReport.Stage.QUIET);
  }

  /** The model's scale changes by a factor, that of the past with it: the ranks stay. */
  @Test
  void anotherModelIsNoDrift() {
    DriftAlarm alarm = one(SOON);
    DriftAlarm same = one(SOON);
    feed(alarm, 4, 2, 5, 1, 3);
    feed(same, 4, 2, 5, 1, 3);
    alarm.recompute("a", new double[] {400, 200, 500, 100, 300});
    assertThat(alarm.state().signals().get(0).logEvidence())
        .isEqualTo(same.state().signals().get(0).logEvidence());
    assertThat(feed(alarm, 250).logEvidence()).isEqualTo(feed(same, 2.5).logEvidence());
  }

  @Test
  void keepsTheNewestReadingsOnly() {
    DriftAlarm alarm = DriftAlarm.start(SOON, List.of(new Signal("a", 3)));
    feed(alarm, 9, 1, 2, 3);
    assertThat(alarm.state().signals().get(0).history()).containsExactly(1, 2, 3);
    assertThat(feed(alarm, 4).signals().get(0).p()).isEqualTo(u(5, "a") / 4);
  }

  @Test
  void aBatchWithoutAReadingLeavesTheSignalAsItIs() {
    DriftAlarm alarm = one(SOON);
    double before = feed(alarm, 1, 2, 3).logEvidence();
    AlarmReport report = alarm.accept(Map.of());
    assertThat(report.logEvidence()).isEqualTo(before);
    assertThat(report.batch()).isEqualTo(4);
    assertThat(report.signals().get(0).p()).isNaN();
    assertThat(alarm.state().signals().get(0).history()).hasSize(3);
  }

  /** 40 readings, then one that is far off in one signal: strange at once, and no drift. */
  @Test
  void callsOneBatchStrange() {
    AlarmOptions options = new AlarmOptions(100, 5, 3, SEED);
    DriftAlarm alarm =
        DriftAlarm.start(options, List.of(new Signal("a", 100), new Signal("b", 100)));
    AlarmReport report = null;
    for (int batch = 1; batch <= 40; batch++) {
      report = alarm.accept(Map.of("a", (batch * 7.0) % 40, "b", (batch * 11.0) % 40));
      assertThat(report.strange()).isEmpty();
    }
    // Of 0 to 39 the largest 10 are 55 above 29 in all.
    report = alarm.accept(Map.of("a", 29.0 + 55, "b", 40.0));
    assertThat(report.isAlarm()).isFalse();
    assertThat(report.strange()).extracting(SignalReport::name).containsExactly("a");
    SignalReport.Apart apart = report.strange().get(0).apart();
    assertThat(apart.chance()).isCloseTo(11.0 / 41 * Math.pow(2, -10), within(1e-15));
    assertThat(apart.usual()).isEqualTo(19.5);
    assertThat(apart.deviations()).isCloseTo((84 - 19.5) / (1.4826 * 10), within(1e-12));
    assertThat(report.strange().get(0).textOfBatch())
        .isEqualTo("a: 84.00, usually 19.50, +4.4 spreads; chance 0.0003");
    assertThat(alarm.accept(Map.of("a", 3.0, "b", 3.0)).strange()).isEmpty();
  }

  @Test
  void goesOnFromItsState() {
    DriftAlarm alarm = one(SOON);
    DriftAlarm whole = one(SOON);
    feed(alarm, 3, 1, 2, 8, 9);
    feed(whole, 3, 1, 2, 8, 9);
    DriftAlarm restored = DriftAlarm.restore(SOON, alarm.state());
    assertThat(restored.state()).isEqualTo(alarm.state());
    for (double value : new double[] {10, 4, 11, 12, 0, 0}) {
      assertThat(feed(restored, value)).isEqualTo(feed(whole, value));
    }
    assertThat(restored.state()).isEqualTo(whole.state());
  }

  @Test
  void staysFiniteHoweverLongAChangeLasts() {
    DriftAlarm alarm = DriftAlarm.start(SOON, List.of(new Signal("a", 2000)));
    for (int batch = 0; batch < 2000; batch++) {
      feed(alarm, batch);
    }
    assertThat(alarm.state().signals().get(0).logEvidence()).isFinite().isGreaterThan(1000);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    DriftAlarm alarm = one(SOON);
    assertThatThrownBy(() -> alarm.accept(Map.of("b", 1.0)))
        .hasMessage("Invalid signal: b; expected one of [a]");
    assertThatThrownBy(() -> alarm.accept(Map.of("a", Double.NaN)))
        .hasMessage("Invalid reading of signal a: NaN; expected a finite number");
    assertThatThrownBy(() -> alarm.recompute("a", new double[11]))
        .hasMessage("Invalid readings of signal a: 11; expected at most 10 finite ones");
    assertThatThrownBy(() -> DriftAlarm.start(SOON, List.of()))
        .hasMessage("Invalid signals of the drift alarm: none; expected 1 or more");
    assertThatThrownBy(
            () -> DriftAlarm.start(SOON, List.of(new Signal("a", 1), new Signal("a", 1))))
        .hasMessage("Invalid signals of the drift alarm: a twice; expected different names");
    assertThatThrownBy(() -> new AlarmOptions(1, 5, 20, 0))
        .hasMessage("Invalid run length of the drift alarm: 1.0; expected a number above 1");
  }
}
