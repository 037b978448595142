package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.catalogue.Outlet;
import io.scstream.jobs.catalogue.TrainMetric;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.learner.GaugeFormat;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.store.DonorRegister;
import io.scstream.store.RunOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TrainOperatorTest {
  private static final ScstreamConfig CONFIG = TrainHarness.config();
  private static final int CHUNKS = 24;

  private static List<VersionDraft> run(int... checkpointsAfter) throws Exception {
    List<VersionDraft> versions = new ArrayList<>();
    TrainHarness harness = TrainHarness.open(CONFIG, null);
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      harness.chunk(chunk, 1 + chunk % 9);
      for (int crash : checkpointsAfter) {
        if (crash == chunk) {
          OperatorSubtaskState state = harness.checkpoint(chunk);
          versions.addAll(harness.versions());
          harness.close();
          harness = TrainHarness.open(CONFIG, state);
        }
      }
    }
    harness.end();
    versions.addAll(harness.versions());
    harness.close();
    return versions;
  }

  @Test
  @Tag("acceptance-1")
  void goesOnFromItsCheckpointToTheByte() throws Exception {
    List<String> uninterrupted = TrainHarness.digests(run());
    assertThat(uninterrupted).hasSizeGreaterThan(2);
    assertThat(TrainHarness.digests(run(0))).isEqualTo(uninterrupted);
    assertThat(TrainHarness.digests(run(11))).isEqualTo(uninterrupted);
    assertThat(TrainHarness.digests(run(3, 4, 20, 23))).isEqualTo(uninterrupted);
  }

  @Test
  void everyGaugeShowsSomethingAfterAStep() throws Exception {
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      for (int chunk = 0; chunk < 6; chunk++) {
        harness.chunk(chunk, 8);
      }
      assertThat(TrainMetric.values())
          .filteredOn(metric -> metric.isAt(Outlet.TRAIN))
          .allSatisfy(metric -> assertThat(harness.shown(metric)).as(metric.word()).isFinite());
      assertThat(harness.shown(TrainMetric.CELLS_SEEN_TOTAL)).isEqualTo(48);
      assertThat(harness.shown(TrainMetric.REPLAY_SIZE)).isBetween(1.0, 40.0);
      assertThat(harness.shown(TrainMetric.REPLAY_STRATA)).isPositive();
      assertThat(harness.shown(TrainMetric.THIN_SHARE)).isEqualTo(1);
      assertThat(harness.shown(TrainMetric.CHUNKS_HELD)).isZero();
    }
  }

  @Test
  @Tag("acceptance-3")
  void versionsLeaveBeforeTheBarrierAndNothingAfterTheEnd() throws Exception {
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        harness.chunk(chunk, 8);
      }
      assertThat(harness.versions()).isEmpty();
      harness.checkpoint(1);
      int before = harness.versions().size();
      assertThat(before).isPositive();
      harness.end();
      assertThat(harness.versions()).hasSize(before + 1);
      OperatorSubtaskState drained = harness.checkpoint(2);
      assertThat(harness.versions()).hasSize(before + 1);
      try (TrainHarness next = TrainHarness.open(CONFIG, drained)) {
        next.end();
        assertThat(next.versions()).as("there was no step since").isEmpty();
      }
    }
  }

  @Test
  @Tag("acceptance-1")
  void goesOnFromASavepointUnderAnotherBackendToTheByte() throws Exception {
    List<String> uninterrupted = TrainHarness.digests(run());
    StateBackend heap = new HashMapStateBackend();
    StateBackend disk = new EmbeddedRocksDBStateBackend();
    assertThat(acrossBackends(heap, disk)).isEqualTo(uninterrupted);
    assertThat(acrossBackends(disk, heap)).isEqualTo(uninterrupted);
  }

  private static List<String> acrossBackends(StateBackend first, StateBackend second)
      throws Exception {
    TrainOperator.Surroundings outside = TrainHarness.surroundings(CONFIG);
    List<VersionDraft> versions = new ArrayList<>();
    OperatorSubtaskState saved;
    try (TrainHarness harness = TrainHarness.open(CONFIG, outside, first, null)) {
      for (int chunk = 0; chunk < 13; chunk++) {
        harness.chunk(chunk, 1 + chunk % 9);
      }
      saved = harness.savepoint(1);
      versions.addAll(harness.versions());
    }
    try (TrainHarness harness = TrainHarness.open(CONFIG, outside, second, saved)) {
      for (int chunk = 13; chunk < CHUNKS; chunk++) {
        harness.chunk(chunk, 1 + chunk % 9);
      }
      harness.end();
      versions.addAll(harness.versions());
    }
    return TrainHarness.digests(versions);
  }

  @Test
  void twoLineagesLearnFromOneInputAsIfAlone() throws Exception {
    ScstreamConfig other = TrainHarness.config("lineage.name=other", "lineage.seed=7");
    try (TrainHarness one = TrainHarness.open(CONFIG, null);
        TrainHarness two = TrainHarness.open(other, null)) {
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        one.chunk(chunk, 1 + chunk % 9);
        two.chunk(chunk, 1 + chunk % 9);
      }
      one.end();
      two.end();
      assertThat(TrainHarness.digests(one.versions())).isEqualTo(TrainHarness.digests(run()));
      assertThat(two.versions()).hasSameSizeAs(one.versions());
      assertThat(TrainHarness.digests(two.versions()))
          .doesNotContainAnyElementsOf(TrainHarness.digests(one.versions()));
    }
  }

  @Test
  void aRunIsTheSameAfterARestoreAndAnotherOneOtherwise() throws Exception {
    Set<RunOrigin> one = origins(run(11, 20));
    Set<RunOrigin> other = origins(run());
    assertThat(one).hasSize(1);
    assertThat(other).hasSize(1).isNotEqualTo(one);
  }

  private static Set<RunOrigin> origins(List<VersionDraft> versions) {
    return versions.stream().map(v -> v.facts().origin()).collect(Collectors.toSet());
  }

  @Test
  void refusesToGoOnUnderOtherSettings() throws Exception {
    OperatorSubtaskState saved = afterSixChunks(CONFIG);
    for (String other :
        List.of(
            "input.holdout.share=0.3",
            "model.hidden=9",
            "train.learning-rate=0.5",
            "lineage.seed=7")) {
      assertThatThrownBy(() -> TrainHarness.open(TrainHarness.config(other), saved))
          .as(other)
          .rootCause()
          .hasMessageMatching("Invalid settings of (input|model|train): .*; expected .*");
    }
  }

  @Test
  void anotherLineageBeginsWithASavedStateOnlyIfAskedTo() throws Exception {
    OperatorSubtaskState saved = afterSixChunks(CONFIG);
    assertThatThrownBy(() -> TrainHarness.open(TrainHarness.config("lineage.name=other"), saved))
        .rootCause()
        .hasMessageMatching("Invalid lineage.name: other; expected so-cvae, .*lineage.fork=true.*");

    ScstreamConfig fork = TrainHarness.config("lineage.name=other", "lineage.fork=true");
    OperatorSubtaskState forked;
    try (TrainHarness harness = TrainHarness.open(fork, saved)) {
      forked = harness.checkpoint(2);
      harness.chunk(6, 8);
      harness.end();
      assertThat(harness.versions()).isNotEmpty();
      assertThat(harness.versions().get(0).facts().gauge())
          .as("the frame of the lineage before")
          .isLessThanOrEqualTo(harness.versions().get(0).facts().counts().parentStep());
    }
    TrainHarness.open(TrainHarness.config("lineage.name=other"), forked).close();
    assertThatThrownBy(() -> TrainHarness.open(CONFIG, forked))
        .rootCause()
        .hasMessageStartingWith("Invalid lineage.name: so-cvae; expected other");
  }

  private static OperatorSubtaskState afterSixChunks(ScstreamConfig config) throws Exception {
    try (TrainHarness harness = TrainHarness.open(config, null)) {
      for (int chunk = 0; chunk < 6; chunk++) {
        harness.chunk(chunk, 8);
      }
      return harness.checkpoint(1);
    }
  }

  @Test
  void aTopicReadAgainTeachesNothing() throws Exception {
    OperatorSubtaskState saved = afterSixChunks(CONFIG);
    try (TrainHarness again = TrainHarness.open(CONFIG, saved);
        TrainHarness once = TrainHarness.open(CONFIG, saved)) {
      for (int chunk = 0; chunk < 6; chunk++) {
        again.chunk(chunk, 8);
      }
      for (int chunk = 6; chunk < 12; chunk++) {
        again.chunk(chunk, 8);
        once.chunk(chunk, 8);
      }
      again.end();
      once.end();
      assertThat(once.versions()).isNotEmpty();
      assertThat(TrainHarness.digests(again.versions()))
          .isEqualTo(TrainHarness.digests(once.versions()));
    }
  }

  @Test
  void chunksOfAPartitionMayOvertakeEachOther() throws Exception {
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      for (int chunk : new int[] {1, 0, 3, 2, 5, 4}) {
        harness.chunk(chunk, 8);
      }
      harness.end();
      assertThat(harness.versions().get(harness.versions().size() - 1).facts().counts().cellsSeen())
          .isEqualTo(48);
    }
  }

  @Test
  void aVersionHasAllItsFilesAndFacts() throws Exception {
    List<VersionDraft> versions = run();
    VersionDraft last = versions.get(versions.size() - 1);
    assertThat(last.blobs().keySet())
        .containsExactly(
            VersionFiles.CANARY,
            DonorRegister.BLOB,
            VersionFiles.ENCODER,
            VersionFiles.GAUGE,
            VersionFiles.GENES,
            VersionFiles.WEIGHTS,
            VersionFiles.OPTIMIZER);
    Gauge gauge = GaugeFormat.read(Objects.requireNonNull(last.blobs().get(VersionFiles.GAUGE)));
    assertThat(gauge.number()).isEqualTo(last.facts().gauge());
    assertThat(gauge).isNotEqualTo(Gauge.first(gauge.number(), 2, 2));
    assertThat(last.facts().gauge()).isLessThan(last.facts().step());
    assertThat(last.facts().metrics())
        .containsKeys("gauge_residual_background", "gauge_residual_salient");
    assertThat(last.facts().trainedThrough()).containsEntry("sc.cells.v1-0", (long) CHUNKS);
    assertThat(last.facts().geneSpace()).isEqualTo(TestChunks.SPACE.getId());
    assertThat(last.facts().counts().cellsTrained() + last.facts().counts().cellsHeldOut())
        .isEqualTo(last.facts().counts().cellsSeen());
    assertThat(last.facts().metrics()).containsKey("elbo_held_out");
    assertThat(last.facts().counts().lastCutStep())
        .isEqualTo(versions.get(versions.size() - 2).facts().step());
  }

  @Test
  void aChunkOfAnotherGeneSpaceBecomesADeadLetter() throws Exception {
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      harness.chunk(0, 8);
      CellChunkRecord other = TestChunks.chunk(1, 8);
      other.setGeneSpace("fedcba9876543210");
      harness.chunk(TestChunks.placed(other));
      List<DeadLetterRecord> letters = letters(harness.messages());
      assertThat(letters).hasSize(1);
      assertThat(letters.get(0).getReason()).isEqualTo("other-gene-space");
      assertThat(letters.get(0).getDetail())
          .startsWith("Invalid gene_space: fedcba9876543210; expected " + TestChunks.SPACE.getId());
      assertThat(letters.get(0).getCells()).isEqualTo(8);
    }
  }

  static List<DeadLetterRecord> letters(Queue<StreamRecord<Message>> messages) {
    return messages == null
        ? List.of()
        : messages.stream()
            .map(StreamRecord::getValue)
            .filter(message -> message.topic().equals("sc.dlq.v1"))
            .map(message -> SingleObjectFraming.of(DeadLetterRecord.class).read(message.value()))
            .toList();
  }
}
