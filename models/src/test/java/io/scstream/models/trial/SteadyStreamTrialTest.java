package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.forgetting.Difference;
import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.forgetting.ForgettingReport.Alarm;
import io.scstream.models.simulate.Recipe;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.models.stream.RatePolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyStreamTrialTest {
  private static SteadyStreamTrial trial(int settling, int steps) {
    return new SteadyStreamTrial(
        Recipe.R_SMALL_POISSON,
        TrainingOptions.of(3, 1e-3, 100),
        RatePolicy.CONSTANT,
        2,
        settling,
        steps,
        100);
  }

  @Test
  void looksAtAllStrataAndAlarmsAtNone() {
    SteadyStreamTrial.Result result = trial(200, 400).run(step -> {});
    assertThat(result.looks()).hasSizeBetween(3, 4).allMatch(look -> look.step() > 200);
    assertThat(result.readings()).isEqualTo(4 * result.looks().size());
    assertThat(result.raised()).isZero();
    assertThat(result.looksAlarmed()).isZero();
  }

  @Test
  void countsReadingsAndAlarms() {
    SteadyStreamTrial.Result result =
        new SteadyStreamTrial.Result(
            List.of(
                look(reading(-4, Alarm.BEGINS), reading(-4, Alarm.NONE)),
                look(reading(-4, Alarm.STANDS), reading(0, Alarm.NONE)),
                look(reading(-2, Alarm.ENDS), reading(0, Alarm.NONE))));
    assertThat(result.readings()).isEqualTo(6);
    assertThat(result.worse()).isEqualTo(3);
    assertThat(result.alarmed()).isEqualTo(2);
    assertThat(result.raised()).isEqualTo(1);
    assertThat(result.looksAlarmed()).isEqualTo(2);
  }

  private static ForgettingReport look(ForgettingReport.Reading... strata) {
    return new ForgettingReport(1, List.of(strata));
  }

  /** With a standard error of 1. */
  private static ForgettingReport.Reading reading(double transfer, Alarm alarm) {
    return new ForgettingReport.Reading("a", new Difference(transfer, 1, 20, 0), 1, 0, alarm);
  }

  @Test
  void stepsMustGoBeyondThoseThatDoNotCount() {
    assertThatThrownBy(() -> trial(400, 400))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "Invalid steps: 400; expected more than the 400 before the first look that counts");
  }
}
