package io.scstream.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.MessageCodec;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.operator.TestChunks;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.jobs.state.CodecSerializer;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Rotation;
import io.scstream.schema.AlertRecord;
import io.scstream.schema.CodeBlock;
import io.scstream.schema.EmbeddingRecord;
import io.scstream.schema.ModelStatus;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelVersion;
import io.scstream.store.VersionRef;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the version in use while records flow. */
class EmbedFunctionTest {
  private static final int CELLS = 6;
  private static final float[] MIRROR = {-1, 0, 0, 1};
  private static final Optional<Instant> AT_ONCE = Optional.empty();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private TestVersions versions;

  private long chunks;

  @BeforeEach
  void publishTheFirst() {
    versions = new TestVersions(folder);
    versions.publish(100);
  }

  /** The operator of one subtask. */
  private static final class Task
      extends TwoInputStreamOperatorTestHarness<PlacedChunk, ModelPointer, Message> {
    private final EmbedFunction function;

    private Task(EmbedFunction function, int subtasks, int subtask) throws Exception {
      super(
          new CoBroadcastWithNonKeyedOperator<>(function, List.of(EmbedFunction.POINTERS)),
          128,
          subtasks,
          subtask);
      this.function = function;
      setup(new CodecSerializer<>(new MessageCodec()));
    }
  }

  private Task task(String ref, String... settings) throws Exception {
    return task(ref, 1, 0, settings);
  }

  private Task task(String ref, int subtasks, int subtask, String... settings) throws Exception {
    ScstreamConfig config = versions.config(settings);
    return new Task(
        new EmbedFunction(config, ref, StoreFactory.folder(folder.toString())), subtasks, subtask);
  }

  /** Embeds one more chunk and returns the versions that its cells carry. */
  private List<Long> embedNext(Task task) throws Exception {
    task.processElement1(TestChunks.placed(TestChunks.chunk(chunks++, CELLS)), 0);
    List<EmbeddingRecord> all = embeddings(task);
    return all.subList(all.size() - CELLS, all.size()).stream()
        .map(EmbeddingRecord::getVersion)
        .distinct()
        .toList();
  }

  private static List<EmbeddingRecord> embeddings(Task task) {
    return messages(task, "sc.embeddings.v1").stream()
        .map(message -> SingleObjectFraming.of(EmbeddingRecord.class).read(message.value()))
        .toList();
  }

  private static List<AlertRecord> alerts(Task task) {
    return messages(task, "sc.alerts.v1").stream()
        .map(message -> SingleObjectFraming.of(AlertRecord.class).read(message.value()))
        .toList();
  }

  private static List<Message> messages(Task task, String topic) {
    return task.extractOutputValues().stream()
        .filter(message -> message.topic().equals(topic))
        .toList();
  }

  @Test
  void codesOfAFactorizedModelAreNamed() throws Exception {
    versions.publishOf(
        200,
        "model.family=fcr",
        "model.objective.factorized.covariates=[line]",
        "model.objective.factorized.covariate-latent=3",
        "model.objective.factorized.interaction-latent=2",
        "model.objective.factorized.treatment-latent=4");
    try (Task task = task("small@200")) {
      task.open();
      embedNext(task);
      EmbeddingRecord record = embeddings(task).get(0);
      assertThat(record.getBlocks())
          .containsExactly(new CodeBlock("x", 3), new CodeBlock("tx", 2), new CodeBlock("t", 4));
      assertThat(record.getBackgroundMean()).hasSize(3);
      assertThat(record.getSalientMean()).hasSize(6);
    }
    try (Task plain = task("small@100")) {
      plain.open();
      embedNext(plain);
      assertThat(embeddings(plain).get(0).getBlocks()).isEmpty();
    }
  }

  private static void until(Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  @Test
  @Tag("acceptance-9")
  void noRecordIsLostOrWithoutAVersionWhileVersionsComeAndGo() throws Exception {
    try (Task task = task("small@latest")) {
      task.open();
      for (long version = 100; version <= 500; version += 100) {
        long awaited = version;
        if (version > 100) {
          versions.publish(version);
        }
        until(
            () -> {
              List<Long> carried = embedNext(task);
              assertThat(carried).as("versions inside one chunk").hasSize(1);
              return carried.get(0) == awaited;
            });
      }
      List<EmbeddingRecord> all = embeddings(task);
      assertThat(all).hasSize((int) chunks * CELLS);
      assertThat(all).extracting(EmbeddingRecord::getCellId).doesNotHaveDuplicates();
      assertThat(all).extracting(EmbeddingRecord::getVersion).isSorted();
      assertThat(all)
          .allMatch(record -> record.getModelSha256().equals(versions.sha256(record.getVersion())))
          .allMatch(record -> record.getGauge() == record.getVersion());
      assertThat(alerts(task)).isEmpty();
      assertThat(task.function.model().swapSeconds()).isPositive();
    }
  }

  @Test
  @Tag("acceptance-9")
  void aDamagedBlobKeepsTheOldModelAndIsToldOnce() throws Exception {
    try (Task task = task("small@latest", "embed.poll-alias=1h")) {
      task.open();
      versions.damage(versions.publish(200));
      staysAndTells(task, 200, "(?s).*" + versions.sha256(200) + ".*");
    }
  }

  @Test
  @Tag("acceptance-9")
  void aCanaryThatDoesNotMatchKeepsTheOldModel() throws Exception {
    try (Task task = task("small@latest", "embed.poll-alias=1h")) {
      task.open();
      versions.publishWithCanaryOf(200, 100);
      staysAndTells(
          task,
          200,
          "Cannot use small@200: Invalid codes of the canary of small@200: off by .*; expected at"
              + " most 1.0E-4 .*");
    }
  }

  @Test
  void codesArePublishedAsTheGaugeOfTheVersionTurnsThem() throws Exception {
    Rotation quarter = Rotation.of(2, new float[] {0, 1, -1, 0});
    versions.publishTurned(100, 200, new Gauge(100, quarter, Rotation.of(2, MIRROR)));
    EmbeddingRecord raw = embedFirst("small@100");
    EmbeddingRecord turned = embedFirst("small@200");
    assertThat(turned.getCellId()).isEqualTo(raw.getCellId());
    assertThat(turned.getGauge()).isEqualTo(raw.getGauge()).isEqualTo(100);
    // A quarter turn takes (x, y) to (-y, x); variances change places.
    assertThat(turned.getBackgroundMean())
        .containsExactly(-raw.getBackgroundMean().get(1), raw.getBackgroundMean().get(0));
    assertThat(turned.getBackgroundLogVariance())
        .containsExactly(
            raw.getBackgroundLogVariance().get(1), raw.getBackgroundLogVariance().get(0));
    assertThat(turned.getSalientMean())
        .containsExactly(-raw.getSalientMean().get(0), raw.getSalientMean().get(1));
    assertThat(turned.getSalientLogVariance()).isEqualTo(raw.getSalientLogVariance());
  }

  private EmbeddingRecord embedFirst(String version) throws Exception {
    try (Task task = task(version)) {
      task.open();
      task.processElement1(TestChunks.placed(TestChunks.chunk(0, CELLS)), 0);
      return embeddings(task).get(0);
    }
  }

  @Test
  void aGaugeThatIsNotOfItsManifestKeepsTheOldModel() throws Exception {
    try (Task task = task("small@latest", "embed.poll-alias=1h")) {
      task.open();
      versions.publishTurned(100, 200, Gauge.first(7, 2, 2));
      staysAndTells(
          task,
          200,
          "Cannot use small@200: Invalid gauge of small@200: number 7 .*; expected 100 .*");
    }
  }

  @Test
  void aVersionOfOtherGenesKeepsTheOldModel() throws Exception {
    try (Task task = task("small@latest", "embed.poll-alias=1h")) {
      task.open();
      versions.publishOfOtherGenes(200);
      staysAndTells(
          task, 200, ".*Invalid gene space of small@200: fedcba9876543210; expected .* small@100");
    }
  }

  /** Two attempts fail and lead to one alert; the next good version is taken. */
  private void staysAndTells(Task task, long bad, String message) throws Exception {
    for (int attempt = 1; attempt <= 2; attempt++) {
      long failures = attempt;
      task.processElement2(TestVersions.pointer(bad, ModelStatus.CANDIDATE, AT_ONCE), 0);
      until(() -> task.function.model().failures() >= failures);
      assertThat(embedNext(task)).containsExactly(100L);
    }
    assertThat(alerts(task)).hasSize(1);
    AlertRecord alert = alerts(task).get(0);
    assertThat(alert.getKind()).isEqualTo("model-swap-failed");
    assertThat(alert.getMessage()).matches(message);
    assertThat(alert.getAction()).isEqualTo("stayed with small@100");
    versions.publish(bad + 100);
    task.processElement2(TestVersions.pointer(bad + 100, ModelStatus.CANDIDATE, AT_ONCE), 0);
    until(() -> embedNext(task).equals(List.of(bad + 100)));
  }

  @Test
  void anOlderPointerIsIgnoredUnlessItRollsBack() throws Exception {
    versions.publish(200);
    try (Task task = task("small@latest", "embed.poll-alias=1h")) {
      task.open();
      until(() -> task.function.model().looks() > 0);
      task.processElement2(TestVersions.pointer(100, ModelStatus.PROMOTED, AT_ONCE), 0);
      task.processElement2(TestVersions.pointer(200, ModelStatus.CANDIDATE, AT_ONCE), 0);
      assertThat(embedNext(task)).containsExactly(200L);
      assertThat(task.function.model().looks()).isEqualTo(1);
      versions.rollBack(200, 100);
      task.processElement2(TestVersions.pointer(100, ModelStatus.ROLLED_BACK, AT_ONCE), 0);
      until(() -> embedNext(task).equals(List.of(100L)));
    }
  }

  @Test
  void aRollbackOfLongAgoIsNotRepeated() throws Exception {
    versions.publish(200);
    try (Task task = task("small@latest", "embed.poll-alias=1h")) {
      task.open();
      until(() -> task.function.model().looks() > 0);
      task.processElement2(TestVersions.pointer(100, ModelStatus.ROLLED_BACK, AT_ONCE), 0);
      until(() -> task.function.model().looks() > 1);
      assertThat(embedNext(task)).containsExactly(200L);
    }
  }

  @Test
  void waitsForTheTimeThatThePointerNames() throws Exception {
    try (Task task = task("small@latest", "embed.poll-alias=1h")) {
      task.open();
      task.processWatermarkStatus2(WatermarkStatus.IDLE);
      task.processElement2(
          TestVersions.pointer(200, ModelStatus.PROMOTED, Optional.of(Instant.ofEpochMilli(5000))),
          0);
      versions.publish(200);
      task.processElement2(TestVersions.pointer(200, ModelStatus.CANDIDATE, AT_ONCE), 0);
      until(() -> task.function.model().hasWaiting());
      assertThat(embedNext(task)).containsExactly(100L);
      task.processWatermark1(new Watermark(4999));
      assertThat(embedNext(task)).containsExactly(100L);
      task.processWatermark1(new Watermark(5000));
      assertThat(embedNext(task)).containsExactly(200L);
    }
  }

  @Test
  void aNumberedVersionNeverMoves() throws Exception {
    try (Task task = task("small@100")) {
      task.open();
      versions.publish(200);
      task.processElement2(TestVersions.pointer(200, ModelStatus.PROMOTED, AT_ONCE), 0);
      until(() -> task.function.model().looks() > 3);
      assertThat(embedNext(task)).containsExactly(100L);
    }
  }

  @Test
  void goesOnAtAnotherParallelismWithTheVersionThatWasInUse() throws Exception {
    OperatorSubtaskState state;
    try (Task one = task("small@latest", 2, 0);
        Task two = task("small@latest", 2, 1)) {
      one.open();
      two.open();
      versions.publish(200);
      until(() -> embedNext(one).equals(List.of(200L)) && embedNext(two).equals(List.of(200L)));
      state =
          AbstractStreamOperatorTestHarness.repackageState(one.snapshot(1, 1), two.snapshot(1, 1));
    }
    versions.damage(versions.publish(300));
    for (int subtask = 0; subtask < 3; subtask++) {
      try (Task task = task("small@latest", 3, subtask)) {
        task.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(state, 128, 2, 3, subtask));
        task.open();
        assertThat(embedNext(task)).containsExactly(200L);
      }
    }
  }

  @Test
  void afterARestoreTheAliasRepairsWhatTheStateSays() throws Exception {
    OperatorSubtaskState state;
    try (Task task = task("small@latest")) {
      task.open();
      task.processElement2(TestVersions.pointer(100, ModelStatus.CANDIDATE, AT_ONCE), 0);
      state = task.snapshot(1, 1);
    }
    versions.publish(200);
    try (Task task = task("small@latest")) {
      task.initializeState(state);
      task.open();
      until(() -> embedNext(task).equals(List.of(200L)));
    }
  }

  @Test
  void aFollowingJobWaitsForTheFirstVersion(@TempDir Path empty) throws Exception {
    TestVersions none = new TestVersions(empty);
    VersionLoader loader =
        new VersionLoader(StoreFactory.folder(empty.toString()).open(), none.config());
    FirstModel first = new FirstModel(VersionRef.latest("small"), loader);
    assertThatThrownBy(first::now)
        .hasMessage("Unknown model version: small@latest; expected one that is in the store");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      CountDownLatch begun = new CountDownLatch(1);
      Future<ModelVersion> waiting =
          other.submit(
              () -> {
                begun.countDown();
                try (LoadedModel model = first.following(List.of(), Duration.ofMillis(10))) {
                  return model.version();
                }
              });
      begun.await();
      assertThat(waiting.isDone()).isFalse();
      ModelManifest published = none.publish(100);
      assertThat(waiting.get()).isEqualTo(published.version());
    } finally {
      other.shutdownNow();
    }
  }
}
