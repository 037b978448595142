package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.drift.AlarmOptions;
import io.scstream.models.simulate.Event;
import io.scstream.models.simulate.EventStream;
import io.scstream.models.simulate.StreamSettings;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.models.stream.BatchRules;
import io.scstream.models.stream.DriftWatchOptions;
import io.scstream.models.stream.HoldOut;
import io.scstream.models.stream.StreamOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alarms are rehearsed on small streams: each event after 45 quiet batches. */
class RehearsalTrialTest {
  private static final int GENES = 60;
  private static final int BATCHES = 65;
  private static final int FIRST = 46;

  private static RehearsalTrial.Result run(Event... events) {
    StreamSettings settings = new StreamSettings(GENES, BATCHES, 128, 2, 1, 2, 0.5, 0.02, 600, 3);
    StreamOptions options =
        new StreamOptions(
            3,
            new StreamOptions.Steps(64, 64, 0, 128, 40),
            new HoldOut(HoldOut.Unit.CELL, 0.1, 3),
            new StreamOptions.Memories(400, 20, 0, 100, 100),
            new StreamOptions.Guard(100, 10, 20, 3, 3, 10_000),
            0);
    ContrastiveVaeSpec.Sizes sizes = new ContrastiveVaeSpec.Sizes(GENES, 16, 1, 3, 3);
    RehearsalTrial.Learning learning =
        new RehearsalTrial.Learning(
            new ContrastiveVaeSpec(sizes, 0.1, Normalization.LAYER, Noise.NEGATIVE_BINOMIAL),
            TrainingOptions.of(3, 1e-3, 100),
            options,
            "cpu");
    DriftWatchOptions watching =
        new DriftWatchOptions(new BatchRules(64, 8, 64), AlarmOptions.standard(3), 5, 10);
    return new RehearsalTrial(
            EventStream.of(settings, List.of(events)), learning, watching, () -> 0)
        .run(batch -> {});
  }

  @Test
  void nothingRingsWhereNothingHappens() {
    RehearsalTrial.Result quiet = run();
    assertThat(quiet.batches()).isEqualTo(BATCHES);
    assertThat(quiet.steps()).isGreaterThan(100);
    assertThat(quiet.alarms()).isEmpty();
    assertThat(quiet.strange()).isEmpty();
    assertThat(quiet.limits()).isEmpty();
  }

  /** One batch that is like no other is told of when it is over, though nothing else changes. */
  @Test
  void aContaminatedBatchIsStrange() {
    RehearsalTrial.Result result = run(Event.parse("contaminated@46"));
    assertThat(result.alarms()).isEmpty();
    assertThat(result.strange())
        .singleElement()
        .satisfies(
            ring -> {
              assertThat(ring.batch()).isEqualTo(EventStream.batchName(FIRST));
              assertThat(ring.signals()).contains("expression/spread");
              assertThat(ring.text()).contains("usually", "spreads; chance");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "batch-effect@46..65:sd=0.8;model/residual",
        "shift@46:genes=10,log-fold=1.2;expression",
        "new-state@46:share=0.4,sd=1;model/residual",
        "chemistry@46:depth=0.5;input/library-size",
        "panel@46:drop=0.3;model/residual",
        "contaminated@46..65:share=0.5;expression",
      })
  void anEventRings(String event, String signal) {
    RehearsalTrial.Result result = run(Event.parse(event));
    assertThat(result.alarms()).isNotEmpty();
    assertThat(result.alarms().get(0).signals()).contains(signal);
    assertThat(result.alarms().get(0).batch()).isGreaterThanOrEqualTo(EventStream.batchName(FIRST));
    assertThat(result.strange())
        .extracting(RehearsalTrial.Ring::batch)
        .contains(EventStream.batchName(FIRST));
  }
}
