package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.catalogue.DriftMetric;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.models.drift.DriftReport;
import io.scstream.models.drift.LastingShift;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.stream.DriftVerdict;
import io.scstream.schema.AlertRecord;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.ControlCommand;
import io.scstream.schema.MetricRecord;
import io.scstream.schema.Role;
import io.scstream.schema.Severity;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.framing.SingleObjectFraming;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The drift monitor in the operator that trains, on batches of which the later ones differ. */
class TrainDriftTest {
  private static final int CHUNKS = 2;
  private static final int QUIET = 14;
  private static final int BATCHES = 24;
  private static final String[] COMMON = {
    "input.drift.batches.min-cells=20",
    "input.drift.ert-batches=4",
    "input.drift.reference-batches=3",
    "input.drift.min-batches=3",
    "input.drift.clean-batches=3",
    "input.drift.stratum-min-cells=2",
    "input.leakage.window-cells=0",
    "train.adam.rate.ramp-steps=10",
    "train.adam.rate.decay-steps=40",
  };

  private final List<VersionDraft> versions = new ArrayList<>();
  private final List<AlertRecord> alerts = new ArrayList<>();
  private final List<MetricRecord> metrics = new ArrayList<>();
  private double shownBatches;

  private static ScstreamConfig config(String... further) {
    List<String> settings = new ArrayList<>(Arrays.asList(COMMON));
    settings.addAll(List.of(further));
    return TrainHarness.config(settings.toArray(String[]::new));
  }

  /** After the quiet batches cells have three times the counts of the genes in the middle. */
  private static PlacedChunk chunk(int batch, int place) {
    long number = (long) batch * CHUNKS + place;
    CounterRandom random = CounterRandom.of(5, number, "drifting");
    ChunkBuilder builder =
        ChunkBuilder.of("screen", "lane" + batch, TestChunks.SPACE.getId(), TestChunks.GENES);
    int factor = batch < QUIET ? 1 : 3;
    for (int i = 0; i < 16; i++) {
      int[] genes = {random.nextInt(8), 8 + random.nextInt(8), 16 + random.nextInt(8)};
      int[] counts = {
        1 + random.nextInt(4), factor * (1 + random.nextInt(40)), 1 + random.nextInt(4)
      };
      builder.add(
          CellContent.of(
              "c" + number + "-" + i,
              i % 3 == 0 ? Role.BACKGROUND : Role.TARGET,
              Arrays.stream(counts).sum(),
              genes,
              counts,
              new CellContent.Annotations(Map.of(), List.of(), Optional.empty())));
    }
    CellChunkRecord chunk = builder.build(place, place == CHUNKS - 1, Instant.EPOCH);
    return new PlacedChunk(
        TestChunks.raw(number, SingleObjectFraming.of(CellChunkRecord.class).write(chunk)), chunk);
  }

  private void run(ScstreamConfig config, @Nullable ControlCommand atAlarm, Integer... crashesAfter)
      throws Exception {
    List.of(versions, alerts, metrics).forEach(List::clear);
    TrainHarness harness = TrainHarness.open(config, null);
    boolean isAnswered = atAlarm == null;
    for (int number = 0; number < BATCHES * CHUNKS; number++) {
      harness.chunk(chunk(number / CHUNKS, number % CHUNKS));
      if (!isAnswered && harness.shown(DriftMetric.DRIFT_ALARM) == 1) {
        harness.command(Objects.requireNonNull(atAlarm), null);
        isAnswered = true;
      }
      if (Arrays.asList(crashesAfter).contains(number)) {
        OperatorSubtaskState state = harness.checkpoint(number);
        close(harness);
        harness = TrainHarness.open(config, state);
        harness.chunk(chunk(number / CHUNKS, number % CHUNKS)); // The topic gives it once more.
      }
    }
    shownBatches = harness.shown(DriftMetric.DRIFT_BATCHES);
    harness.end();
    close(harness);
  }

  private void close(TrainHarness harness) throws Exception {
    versions.addAll(harness.versions());
    if (harness.messages() != null) {
      for (var it : harness.messages()) {
        byte[] value = it.getValue().value();
        if (it.getValue().topic().equals("sc.alerts.v1")) {
          alerts.add(SingleObjectFraming.of(AlertRecord.class).read(value));
        } else if (it.getValue().topic().equals("sc.metrics.v1")) {
          metrics.add(SingleObjectFraming.of(MetricRecord.class).read(value));
        }
      }
    }
    harness.close();
  }

  private List<String> told() {
    return alerts.stream()
        .map(it -> it.getKind() + " " + it.getMessage() + " " + it.getAction() + it.getEvidence())
        .toList();
  }

  private List<String> numbers() {
    return metrics.stream()
        .filter(it -> it.getMetric().startsWith("drift_"))
        .map(it -> it.getMetric() + " " + it.getStep() + " " + it.getValue())
        .toList();
  }

  private List<Double> of(DriftMetric metric) {
    return metrics.stream()
        .filter(it -> it.getMetric().equals(metric.word()))
        .map(MetricRecord::getValue)
        .toList();
  }

  private List<AlertRecord> drifts() {
    return alerts.stream().filter(it -> it.getKind().equals("drift")).toList();
  }

  @Test
  void judgesAlikeThroughCrashes() throws Exception {
    ScstreamConfig config =
        config("input.drift.on-alarm=adapt", "publish.gate.promote=true", "publish.every-steps=9");
    run(config, null);
    List<String> uninterrupted = TrainHarness.digests(versions);
    List<String> told = told();
    List<String> numbers = numbers();
    assertThat(drifts()).isNotEmpty();
    assertThat(of(DriftMetric.DRIFT_BATCHES)).hasSize(BATCHES).last().isEqualTo((double) BATCHES);
    run(config, null, 0, 3, 12, 13, 30, 31, 32, 40);
    assertThat(TrainHarness.digests(versions)).isEqualTo(uninterrupted);
    assertThat(told()).isEqualTo(told);
    assertThat(numbers()).isEqualTo(numbers);
    assertThat(shownBatches).isEqualTo(BATCHES);
  }

  @Test
  void anAlarmSaysWhatMovedAndWhatFollows() throws Exception {
    run(config("publish.gate.promote=true"), null);
    AlertRecord first = drifts().get(0);
    assertThat(first.getMessage())
        .startsWith("Drift, batch screen|lane")
        .contains("since batch", "spreads", "of the evidence");
    assertThat(first.getAction())
        .isEqualTo(
            "training goes on; no version is promoted until acknowledge, accept-drift or"
                + " re-reference, or 3 batches without alarm");
    assertThat(first.getEvidence())
        .containsKeys("log_evidence", "alarm_at", "share", "p", "batches_since");
    assertThat(first.getEvidence().get("log_evidence"))
        .isGreaterThanOrEqualTo(first.getEvidence().get("alarm_at"));
    assertThat(told()).anyMatch(it -> it.contains("a drift alarm waits"));
    assertThat(told()).anyMatch(it -> it.startsWith("batch-beyond-limits Values of batch"));
  }

  @Test
  void theEndOfAnAlarmIsTold() {
    DriftVerdict verdict =
        new DriftVerdict(
            new DriftReport(
                "lane9", Optional.empty(), Optional.empty(), new TreeMap<>(), 0, Optional.empty()),
            30,
            new DriftVerdict.Standing(false, true, 9, 0));
    List<Message> told =
        DriftMessages.of(
            new Alerts("alerts", "a"),
            config("input.drift.on-alarm=pause-publish"),
            verdict,
            Instant.EPOCH);
    assertThat(told).hasSize(1);
    AlertRecord over = SingleObjectFraming.of(AlertRecord.class).read(told.get(0).value());
    assertThat(over.getKind()).isEqualTo("drift");
    assertThat(over.getSeverity()).isEqualTo(Severity.INFO);
    assertThat(over.getMessage()).isEqualTo("Drift is over: 3 batches without alarm up to lane9");
    assertThat(over.getAction()).isEqualTo("versions are published again");
  }

  @Test
  void meanCodesThatHaveMovedAreTold() {
    TreeMap<String, Double> deviations = new TreeMap<>(Map.of("salient", 0.456));
    DriftVerdict verdict =
        new DriftVerdict(
            new DriftReport(
                "lane9",
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                0,
                Optional.of(new LastingShift("lane2", deviations))),
            30,
            new DriftVerdict.Standing(false, false, 9, 0));
    List<Message> told =
        DriftMessages.of(
            new Alerts("alerts", "a"),
            config("input.drift.on-alarm=notify"),
            verdict,
            Instant.EPOCH);
    assertThat(told).hasSize(1);
    AlertRecord moved = SingleObjectFraming.of(AlertRecord.class).read(told.get(0).value());
    assertThat(moved.getKind()).isEqualTo("codes-moved");
    assertThat(moved.getSeverity()).isEqualTo(Severity.WARN);
    assertThat(moved.getMessage())
        .isEqualTo(
            "Mean codes of the batches up to lane9 have moved: salient by 0.46 deviations of a cell;"
                + " since batch lane2");
    assertThat(moved.getEvidence()).isEqualTo(deviations);
  }

  @Test
  void publicationPausesUntilTheAlarmIsAnswered() throws Exception {
    ScstreamConfig pausing = config("input.drift.on-alarm=pause-publish");
    run(pausing, null);
    long held = of(DriftMetric.DRIFT_ALARM).stream().filter(it -> it == 1).count();
    int paused = versions.size();
    assertThat(held).isGreaterThan(3);
    run(pausing, ControlCommand.ACKNOWLEDGE);
    assertThat(versions.size()).isGreaterThan(paused);
    assertThat(told()).anyMatch(it -> it.startsWith("control ACKNOWLEDGE by ada"));
  }

  @Test
  void acceptedDriftIsTheNewReferenceAndLearnedFaster() throws Exception {
    run(config(), ControlCommand.RE_REFERENCE);
    List<String> same = TrainHarness.digests(versions);
    // Three batches of reference and three of history know no evidence.
    int alarm = of(DriftMetric.DRIFT_ALARM).indexOf(1.0);
    assertThat(of(DriftMetric.DRIFT_ALARM).subList(alarm + 1, alarm + 7)).containsOnly(0.0);
    assertThat(of(DriftMetric.DRIFT_BATCHES)).hasSize(BATCHES);
    run(config(), ControlCommand.ACKNOWLEDGE);
    assertThat(TrainHarness.digests(versions)).isEqualTo(same);
    run(config(), ControlCommand.ACCEPT_DRIFT);
    assertThat(TrainHarness.digests(versions)).isNotEqualTo(same).hasSameSizeAs(same);
  }

  @Test
  void withoutAWatchNothingIsFound() throws Exception {
    run(config("input.drift.watch=false"), null);
    assertThat(numbers()).isEmpty();
    try (TrainHarness harness = TrainHarness.open(config("input.drift.watch=false"), null)) {
      harness.command(ControlCommand.ACKNOWLEDGE, null);
      harness.chunk(chunk(0, 0));
      harness.command(ControlCommand.ACKNOWLEDGE, null);
      assertThat(harness.alerts())
          .containsExactly(
              "WARN control refused: No cell has come yet",
              "WARN control refused: Batches are not watched; expected input.drift.watch=true");
    }
  }
}
