package io.scstream.models.forgetting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.forgetting.ForgettingReport.Alarm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ForgettingMeterTest {
  private static final ForgettingOptions OPTIONS = new ForgettingOptions(50, 3, 3, 2);

  private static ForgettingMeter meter() {
    return ForgettingMeter.restore(OPTIONS, ForgettingState.NONE);
  }

  /** One that has looked at stratum a twenty times, from step 101 on, and found it as it was. */
  private static ForgettingMeter calm() {
    ForgettingMeter meter = meter();
    meter.promoted(100, cells("a", -40));
    for (int step = 101; step <= 120; step++) {
      meter.look(step, noisy("a", -40));
    }
    return meter;
  }

  /** Twelve cells; half of them at {@code bound} + 1, half at {@code bound} − 1. */
  private static List<ScoredCell> cells(String stratum, double bound) {
    return cells(stratum, 0, 12, bound);
  }

  private static List<ScoredCell> cells(String stratum, int from, int to, double bound) {
    List<ScoredCell> cells = new ArrayList<>();
    for (int i = from; i < to; i++) {
      double off = i % 2 == 0 ? 1 : -1;
      cells.add(new ScoredCell(stratum + i, stratum, Optional.empty(), bound + off));
    }
    return cells;
  }

  /** The same with noise between looks: differences of ±1, so a standard error of 1/√11. */
  private static List<ScoredCell> noisy(String stratum, double bound) {
    return cells(stratum, bound).stream()
        .map(
            it ->
                new ScoredCell(it.id(), it.stratum(), it.donor(), bound + 2 * (it.bound() - bound)))
        .toList();
  }

  private static List<ScoredCell> joined(List<ScoredCell> a, List<ScoredCell> b) {
    List<ScoredCell> joined = new ArrayList<>(a);
    joined.addAll(b);
    return joined;
  }

  private static Alarm alarm(ForgettingReport report) {
    return report.strata().get(0).alarm();
  }

  private static ForgettingState.Stratum only(ForgettingMeter meter) {
    assertThat(meter.state().strata()).hasSize(1);
    return meter.state().strata().values().iterator().next();
  }

  @Test
  void tellsTheDifferenceFromTheBestPromotedVersion() {
    ForgettingMeter meter = meter();
    meter.promoted(100, cells("a", -50));
    meter.promoted(200, cells("a", -40));
    meter.promoted(300, cells("a", -45));
    ForgettingReport report = meter.look(350, noisy("a", -42));
    ForgettingReport.Reading reading = report.strata().get(0);
    assertThat(reading.bestStep()).isEqualTo(200);
    assertThat(reading.transfer().mean()).isCloseTo(-2, Offset.offset(1e-12));
    assertThat(reading.transfer().standardError()).as("noise is not known yet").isNaN();
    assertThat(report.step()).isEqualTo(350);
    assertThat(report.cells()).isEqualTo(12);
  }

  /** Changes of 0, −1 and 3 after a promotion at step 100: twice 9/3, then 9/4. */
  @Test
  void theErrorHasTheNoiseOfTheModelInIt() {
    ForgettingMeter meter = meter();
    meter.promoted(100, cells("a", -40));
    meter.look(150, noisy("a", -40));
    meter.look(200, noisy("a", -41));
    ForgettingReport.Reading reading = meter.look(250, noisy("a", -38)).strata().get(0);
    assertThat(reading.transfer().standardError())
        .isCloseTo(Math.sqrt(1 / 11.0 + 2 * 9 / 3.0), Offset.offset(1e-12));
    meter.promoted(260, cells("a", -35)); // The best now: what follows is a change from there.
    reading = meter.look(300, noisy("a", -37)).strata().get(0);
    assertThat(reading.transfer().mean()).isCloseTo(-2, Offset.offset(1e-12));
    assertThat(reading.transfer().standardError())
        .isCloseTo(Math.sqrt(1 / 11.0 + 2 * 9 / 4.0), Offset.offset(1e-12));
  }

  @Test
  void noiseIsThatOfTheLastChanges() {
    ForgettingMeter meter = meter();
    meter.promoted(100, cells("a", -40));
    meter.look(150, noisy("a", -90));
    for (int look = 1; look <= ModelNoise.WINDOW; look++) {
      meter.look(150 + look, noisy("a", -90));
    }
    assertThat(only(meter).noise().changes()).hasSize(ModelNoise.WINDOW).containsOnly(0.0);
    assertThat(only(meter).noise().last()).hasValue(-50);
  }

  /** What comes and goes is noise, once it has gone; the same loss for good is forgetting. */
  @Test
  void noiseIsNoForgetting() {
    ForgettingMeter noisy = calm();
    ForgettingMeter worse = calm();
    for (int look = 1; look <= 20; look++) {
      noisy.look(120 + look, noisy("a", look % 4 == 0 ? -40 : -42));
      worse.look(120 + look, noisy("a", -42));
      assertThat(noisy.isAlarmed()).as("look %d", look).isEqualTo(look == 3);
    }
    assertThat(worse.isAlarmed()).isTrue();
  }

  @Test
  void meanAndWorstAreOverStrata() {
    ForgettingMeter meter = meter();
    meter.promoted(100, joined(cells("a", -40), cells("b", -60)));
    ForgettingReport report = meter.look(150, joined(noisy("a", -43), noisy("b", -59)));
    assertThat(report.mean()).isCloseTo(-1, Offset.offset(1e-12));
    assertThat(report.worst().orElseThrow().stratum()).isEqualTo("a");
    assertThat(report.alarms()).isZero();
  }

  @Test
  void anAlarmNeedsThreeWorseLooksInARow() {
    ForgettingMeter meter = calm();
    assertThat(alarm(meter.look(150, noisy("a", -42)))).isEqualTo(Alarm.NONE);
    assertThat(alarm(meter.look(200, noisy("a", -42)))).isEqualTo(Alarm.NONE);
    for (int step = 201; step <= 220; step++) { // Until the way back is no noise any more.
      assertThat(alarm(meter.look(step, noisy("a", -40)))).isEqualTo(Alarm.NONE);
    }
    assertThat(alarm(meter.look(300, noisy("a", -42)))).isEqualTo(Alarm.NONE);
    assertThat(alarm(meter.look(350, noisy("a", -42)))).isEqualTo(Alarm.NONE);
    assertThat(meter.isAlarmed()).isFalse();
    ForgettingReport third = meter.look(400, noisy("a", -42));
    assertThat(alarm(third)).isEqualTo(Alarm.BEGINS);
    assertThat(third.strata().get(0).sinceStep()).isEqualTo(300);
    assertThat(third.alarms()).isEqualTo(1);
    assertThat(meter.isAlarmed()).isTrue();
    assertThat(meter.alarmed()).containsExactly("a");
    assertThat(alarm(meter.look(450, noisy("a", -42)))).isEqualTo(Alarm.STANDS);
    assertThat(alarm(meter.look(500, noisy("a", -40)))).isEqualTo(Alarm.ENDS);
    assertThat(meter.isAlarmed()).isFalse();
  }

  /** A fall is no noise, so 3 standard errors are 0.9045 here. */
  @Test
  void worseIsMoreThanThreeStandardErrors() {
    ForgettingMeter within = calm();
    ForgettingMeter beyond = calm();
    for (int step = 150; step <= 300; step += 50) {
      within.look(step, noisy("a", -40.90));
      beyond.look(step, noisy("a", -40.91));
    }
    assertThat(within.isAlarmed()).isFalse();
    assertThat(beyond.isAlarmed()).isTrue();
  }

  @Test
  void aStratumOfFewCellsIsNotRead() {
    ForgettingMeter meter = meter();
    meter.promoted(100, cells("a", 0, 9, -40));
    assertThat(meter.look(150, cells("a", 0, 9, -90)).strata()).isEmpty();
    assertThat(meter.look(150, cells("a", 0, 9, -90)).mean()).isNaN();
  }

  @Test
  void anAlarmEndsWithTheCellsThatItWasAbout() {
    ForgettingMeter meter = calm();
    for (int step = 150; step <= 250; step += 50) {
      meter.look(step, noisy("a", -42));
    }
    assertThat(meter.isAlarmed()).isTrue();
    meter.look(300, cells("a", 0, 5, -50));
    assertThat(meter.isAlarmed()).isFalse();
    meter.look(350, cells("b", -50));
    assertThat(meter.state().strata()).isEmpty();
  }

  @Test
  void whereMostCellsAreNewTheNewestVersionIsTheBest() {
    ForgettingMeter meter = meter();
    meter.promoted(100, cells("a", 0, 12, -40));
    meter.promoted(200, cells("a", 5, 17, -45)); // 7 of 12 are the same, and worse.
    assertThat(only(meter).bestStep()).isEqualTo(100);
    assertThat(only(meter).best()).hasSize(7);
    meter.promoted(300, cells("a", 8, 20, -45)); // 4 of 12 are.
    assertThat(only(meter).bestStep()).isEqualTo(300);
    assertThat(only(meter).best()).hasSize(12);
  }

  @Test
  void looksAreDueBySteps() {
    ForgettingMeter meter = meter();
    assertThat(meter.isDue(1000)).as("nothing was promoted yet").isFalse();
    meter.promoted(100, cells("a", -40));
    meter.look(120, cells("a", -40));
    assertThat(meter.isDue(169)).isFalse();
    assertThat(meter.isDue(170)).isTrue();
    assertThat(ForgettingMeter.restore(ForgettingOptions.OFF, meter.state()).isDue(9999)).isFalse();
  }

  @Test
  void goesOnFromItsState() {
    ForgettingMeter meter = meter();
    meter.promoted(100, cells("a", -40));
    meter.look(150, noisy("a", -42));
    ForgettingMeter other = ForgettingMeter.restore(OPTIONS, meter.state());
    for (int step = 200; step < 400; step += 50) {
      assertThat(other.look(step, noisy("a", -42))).isEqualTo(meter.look(step, noisy("a", -42)));
      assertThat(other.state()).isEqualTo(meter.state());
    }
  }

  @Test
  void refusesLimitsThatMakeNoSense() {
    assertThatThrownBy(() -> new ForgettingOptions(50, 0, 3, 0))
        .isInstanceOf(ModelException.class)
        .hasMessage("Invalid standard-errors: 0.0; expected a positive number");
    assertThatThrownBy(() -> new ForgettingOptions(50, 3, 0, 0))
        .hasMessage("Invalid in-a-row: 0; expected 1 or more");
  }
}
