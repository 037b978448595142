package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.jobs.publish.VersionDraftCodec;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.jobs.state.CodecSerializer;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.store.RunOrigin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class TrainOperatorTest {
  private static final ScstreamConfig CONFIG = config("train.device=cpu");

  private static ScstreamConfig config(String last) {
    return ConfigLoader.load(
            Optional.empty(),
            List.of(
                "model.hidden=8",
                "model.layers=1",
                "model.background-latent=2",
                "model.salient-latent=2",
                "train.minibatch-size=16",
                "train.new-cells=8",
                "train.replay-steps=1",
                "train.initial-cells=20",
                "train.device=cpu",
                "memory.capacity=40",
                "memory.floor=4",
                "input.holdout.share=0.2",
                "publish.every-steps=6",
                last))
        .config();
  }

  private static final int CHUNKS = 24;

  private static TrainOperator operator(ScstreamConfig config) {
    return new TrainOperator(
        config, new DjlLearnerFactory(LearnerSettings.training(config), "cpu"), TestChunks.SPACES);
  }

  /** Opened by every test; a snapshot stands for a checkpoint. */
  private static KeyedOneInputStreamOperatorTestHarness<String, PlacedChunk, VersionDraft> harness()
      throws Exception {
    return harness(CONFIG);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, PlacedChunk, VersionDraft> harness(
      ScstreamConfig config) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, PlacedChunk, VersionDraft> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            operator(config), placed -> CONFIG.lineage().name(), Types.STRING, 1, 1, 0);
    harness.setup(new CodecSerializer<>(new VersionDraftCodec()));
    return harness;
  }

  private static List<VersionDraft> run(int... checkpointsAfter) throws Exception {
    List<VersionDraft> versions = new ArrayList<>();
    KeyedOneInputStreamOperatorTestHarness<String, PlacedChunk, VersionDraft> harness = harness();
    harness.open();
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      harness.processElement(TestChunks.placed(TestChunks.chunk(chunk, 1 + chunk % 9)), 0);
      for (int crash : checkpointsAfter) {
        if (crash == chunk) {
          harness.prepareSnapshotPreBarrier(chunk);
          versions.addAll(harness.extractOutputValues());
          OperatorSubtaskState state = harness.snapshot(chunk, 0);
          harness.close();
          harness = harness();
          harness.initializeState(state);
          harness.open();
        }
      }
    }
    harness.endInput();
    versions.addAll(harness.extractOutputValues());
    harness.close();
    return versions;
  }

  private static List<String> digests(List<VersionDraft> versions) {
    return versions.stream()
        .map(
            v ->
                v.facts().step()
                    + v.facts().counts().toString()
                    + v.facts().trainedThrough()
                    + v.facts().metrics()
                    + " "
                    + v.blobs().values().stream()
                        .map(Arrays::hashCode)
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")))
        .toList();
  }

  @Test
  void goesOnFromItsCheckpointToTheByte() throws Exception {
    List<String> uninterrupted = digests(run());
    assertThat(uninterrupted).hasSizeGreaterThan(2);
    assertThat(digests(run(0))).isEqualTo(uninterrupted);
    assertThat(digests(run(11))).isEqualTo(uninterrupted);
    assertThat(digests(run(3, 4, 20, 23))).isEqualTo(uninterrupted);
  }

  @Test
  void versionsLeaveBeforeTheBarrierAndNothingAfterTheEnd() throws Exception {
    try (var harness = harness()) {
      harness.open();
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        harness.processElement(TestChunks.placed(TestChunks.chunk(chunk, 8)), 0);
      }
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.prepareSnapshotPreBarrier(1);
      int before = harness.extractOutputValues().size();
      assertThat(before).isPositive();
      harness.endInput();
      assertThat(harness.extractOutputValues()).hasSize(before + 1);
      harness.prepareSnapshotPreBarrier(2);
      assertThat(harness.extractOutputValues()).hasSize(before + 1);
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
    OperatorSubtaskState saved;
    try (var harness = harness()) {
      harness.open();
      for (int chunk = 0; chunk < 6; chunk++) {
        harness.processElement(TestChunks.placed(TestChunks.chunk(chunk, 8)), 0);
      }
      harness.prepareSnapshotPreBarrier(1);
      saved = harness.snapshot(1, 1);
    }
    for (String other :
        List.of(
            "input.holdout.share=0.3",
            "model.hidden=9",
            "train.learning-rate=0.5",
            "lineage.seed=7")) {
      try (var harness = harness(config(other))) {
        harness.initializeState(saved);
        assertThatThrownBy(harness::open)
            .as(other)
            .rootCause()
            .hasMessageMatching("Invalid settings of (input.holdout|model|train): .*; expected .*");
      }
    }
  }

  @Test
  void aVersionHasAllItsFilesAndFacts() throws Exception {
    List<VersionDraft> versions = run();
    VersionDraft last = versions.get(versions.size() - 1);
    assertThat(last.blobs().keySet())
        .containsExactly(VersionFiles.GENES, VersionFiles.WEIGHTS, VersionFiles.OPTIMIZER);
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
    try (var harness = harness()) {
      harness.open();
      harness.processElement(TestChunks.placed(TestChunks.chunk(0, 8)), 0);
      CellChunkRecord other = TestChunks.chunk(1, 8);
      other.setGeneSpace("fedcba9876543210");
      harness.processElement(TestChunks.placed(other), 0);
      List<DeadLetterRecord> letters = letters(harness.getSideOutput(SideOutputs.MESSAGES));
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
