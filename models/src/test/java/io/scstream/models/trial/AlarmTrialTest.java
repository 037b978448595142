package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.drift.AlarmOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("acceptance-11")
class AlarmTrialTest {
  private static AlarmTrial trial(AlarmTrial.Reading reading, int signals, double correlation) {
    return new AlarmTrial(
        new AlarmTrial.Law(reading, 0.05, signals, correlation), new AlarmOptions(40, 5, 20, 3));
  }

  /** The promise, for a short run length that many runs can be had of. */
  @ParameterizedTest
  @CsvSource({"MEAN,1,0", "MEAN,8,0", "MEAN,8,0.7", "ENERGY,1,0", "ENERGY,8,0"})
  void isSilentForAsLongAsAskedFor(AlarmTrial.Reading reading, int signals, double correlation) {
    AlarmTrial.RunLength run =
        trial(reading, signals, correlation).runLength(300, 1000, ignored -> {});
    assertThat(run.mean() - 2 * run.standardError()).isGreaterThan(40);
    assertThat(run.capped()).isZero();
  }

  @Test
  void findsAChangeAndTheSignalThatMoved() {
    AlarmTrial.Delay delay =
        trial(AlarmTrial.Reading.MEAN, 4, 0)
            .delay(new AlarmTrial.Shift(3, 50), 100, 500, ignored -> {});
    assertThat(delay.median()).isLessThanOrEqualTo(5);
    assertThat(delay.found()).isEqualTo(1);
    assertThat(delay.attributed()).isGreaterThan(0.9);
  }

  /** One signal of eight moves by two standard deviations, after fifty batches: ten are enough. */
  @Test
  void findsTheAcceptedChangeInTime() {
    AlarmTrial.Delay delay =
        new AlarmTrial(
                new AlarmTrial.Law(AlarmTrial.Reading.MEAN, 0.05, 8, 0), AlarmOptions.standard(5))
            .delay(new AlarmTrial.Shift(2, 50), 200, 500, ignored -> {});
    assertThat(delay.median()).isLessThanOrEqualTo(10);
    assertThat(delay.found()).isEqualTo(1);
  }

  /** The promise for single batches, for a short run length; and one that is far off is told. */
  @ParameterizedTest
  @CsvSource({"MEAN,1,0", "MEAN,8,0.7", "ENERGY,2,0"})
  void callsABatchStrangeAsRarelyAsAskedFor(
      AlarmTrial.Reading reading, int signals, double correlation) {
    AlarmTrial.Strange strange =
        trial(reading, signals, correlation)
            .strange(new AlarmTrial.Shift(12, 60), 200, ignored -> {});
    assertThat(strange.called()).isLessThan(300 + 3 * 17);
    assertThat(strange.runLength()).isEqualTo(12_000.0 / strange.called());
    assertThat(strange.found()).isGreaterThan(0.9);
    assertThat(strange.attributed()).isGreaterThan(0.95);
  }

  @Test
  void theSameSeedGivesTheSameRuns() {
    assertThat(trial(AlarmTrial.Reading.ENERGY, 2, 0).runLength(20, 200, ignored -> {}))
        .isEqualTo(trial(AlarmTrial.Reading.ENERGY, 2, 0).runLength(20, 200, ignored -> {}));
  }

  @Test
  void refusesImpossibleLaws() {
    assertThatThrownBy(() -> new AlarmTrial.Law(AlarmTrial.Reading.MEAN, 1, 1, 0))
        .hasMessage("Invalid icc: 1.0; expected a number from 0 to below 1");
    assertThatThrownBy(() -> trial(AlarmTrial.Reading.MEAN, 1, 0).runLength(1, 10, ignored -> {}))
        .hasMessage("Invalid replications: 1; expected 2 or more");
  }
}
