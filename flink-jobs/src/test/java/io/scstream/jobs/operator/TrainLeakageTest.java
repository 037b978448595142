package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.Message;
import io.scstream.schema.MetricRecord;
import io.scstream.schema.framing.SingleObjectFraming;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrainLeakageTest {
  private static final int CHUNKS = 30;
  private static final ScstreamConfig CONFIG =
      TrainHarness.config("input.leakage.window-cells=60", "input.leakage.half-life-cells=100");
  private static final ScstreamConfig OFF = TrainHarness.config("input.leakage.window-cells=0");

  /** Chunks from here to there; gives the state after them. */
  private static OperatorSubtaskState run(
      ScstreamConfig config,
      @Nullable OperatorSubtaskState from,
      int first,
      int last,
      List<String> told)
      throws Exception {
    try (TrainHarness harness = TrainHarness.open(config, from)) {
      for (int chunk = first; chunk < last; chunk++) {
        harness.chunk(chunk, 8);
      }
      OperatorSubtaskState state = harness.checkpoint(last);
      leakage(harness).forEach(it -> told.add(text(it)));
      return state;
    }
  }

  private static List<MetricRecord> leakage(TrainHarness harness) {
    Queue<StreamRecord<Message>> messages = harness.messages();
    if (messages == null) {
      return List.of();
    }
    return messages.stream()
        .map(StreamRecord::getValue)
        .filter(message -> message.topic().equals("sc.metrics.v1"))
        .map(message -> SingleObjectFraming.of(MetricRecord.class).read(message.value()))
        .filter(it -> it.getMetric().matches("(leakage|salient|active)_.*"))
        .toList();
  }

  /** Everything but the time. */
  private static String text(MetricRecord it) {
    return it.getMetric() + " " + it.getValue() + " " + it.getStep() + " " + it.getCells();
  }

  @Test
  void windowsAreToldUnderTheirNames() throws Exception {
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        harness.chunk(chunk, 8);
      }
      List<MetricRecord> told = leakage(harness);
      List<MetricRecord> active =
          told.stream().filter(it -> it.getMetric().equals("active_units_background")).toList();
      // The first three chunks come before the first model.
      assertThat(active).hasSize((CHUNKS - 3) / 8);
      assertThat(active).allSatisfy(it -> assertThat(it.getCells()).isEqualTo(64));
      assertThat(told).allSatisfy(it -> assertThat(it.getRole()).isNull());
      long step = active.get(1).getStep();
      assertThat(told.stream().filter(it -> it.getStep() == step).map(MetricRecord::getMetric))
          .as("all cells have the same treatment")
          .containsExactly(
              "leakage_dependence",
              "leakage_dependence_floor",
              "leakage_match",
              "leakage_match_floor",
              "leakage_domain_auc",
              "leakage_decoded",
              "leakage_decoded_effect",
              "salient_silence",
              "active_units_background",
              "active_units_salient");
      harness.end();
      assertThat(leakage(harness)).as("no window ends at the end").hasSameSizeAs(told);
    }
  }

  @Test
  void aRestoreTellsTheSameWindowsOnce() throws Exception {
    List<String> uninterrupted = new ArrayList<>();
    run(CONFIG, null, 0, CHUNKS, uninterrupted);
    assertThat(uninterrupted).hasSizeGreaterThan(20);
    for (int stop : new int[] {2, 6, 11, 19}) {
      List<String> told = new ArrayList<>();
      OperatorSubtaskState state = run(CONFIG, null, 0, stop, told);
      run(CONFIG, state, stop, CHUNKS, told);
      assertThat(told).as("stopped after %d", stop).isEqualTo(uninterrupted);
    }
  }

  @Test
  void canBeTurnedOnAndOffBetweenRuns() throws Exception {
    List<String> told = new ArrayList<>();
    OperatorSubtaskState without = run(OFF, null, 0, 10, told);
    assertThat(told).isEmpty();
    OperatorSubtaskState with = run(CONFIG, without, 10, 20, told);
    assertThat(told).isNotEmpty();
    told.clear();
    OperatorSubtaskState again = run(OFF, with, 20, 30, told);
    assertThat(told).isEmpty();
    run(CONFIG, again, 30, 38, told);
    assertThat(told)
        .as("of these eight chunks alone")
        .anySatisfy(it -> assertThat(it).matches("active_units_background .* 64"));
  }

  @Test
  void aQuarantinedChunkDoesNotCount() throws Exception {
    List<String> without = new ArrayList<>();
    run(CONFIG, null, 0, CHUNKS, without);
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        harness.chunk(chunk, 8);
        if (chunk == 9) {
          harness.chunk(TestChunks.placed(TestChunks.chunk(1000, 8, 1e300)));
        }
      }
      assertThat(leakage(harness)).extracting(TrainLeakageTest::text).isEqualTo(without);
    }
  }
}
