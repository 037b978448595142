package io.scstream.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.stream.StreamCounts;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.StoreException;
import io.scstream.store.VersionRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSinkTest {
  @TempDir Path folder;

  private final SortedMap<String, String> settings =
      new TreeMap<>(Map.of("train.replay-steps", "3", "lineage.seed", "7"));
  private final ManifestWriter manifests =
      new ManifestWriter("vae", settings, new ManifestWriter.Platform("0.1", "cpu", 1));
  private final List<ModelVersion> announced = new ArrayList<>();

  private static final SinkWriter.Context NO_TIME =
      new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
          return Long.MIN_VALUE;
        }

        @Override
        public Long timestamp() {
          return 0L;
        }
      };

  private static VersionDraft draft(long step, String weights) {
    SortedMap<String, byte[]> blobs = new TreeMap<>();
    blobs.put(VersionFiles.WEIGHTS, weights.getBytes(StandardCharsets.UTF_8));
    return VersionDraft.of(
        new VersionDraft.Facts(
            step,
            new StreamCounts(100, 80, 15, 5, 9, step - 2, step - 1),
            "0123456789abcdef",
            30,
            new TreeMap<>(Map.of("cells-0", 4L)),
            new TreeMap<>(Map.of("elbo_held_out", -12.5))),
        blobs);
  }

  private Collection<StagedDraft> stage(VersionDraft draft) throws Exception {
    try (StagingWriter writer = new StagingWriter(FileModelStore.open(folder), manifests)) {
      writer.write(draft, NO_TIME);
      Collection<StagedDraft> staged = writer.prepareCommit();
      assertThat(writer.prepareCommit()).isEmpty();
      return staged;
    }
  }

  private Request commit(StagedDraft draft, Announcer announcer) throws Exception {
    Request request = new Request(draft);
    try (PublishingCommitter committer =
        new PublishingCommitter(FileModelStore.open(folder), announcer)) {
      committer.commit(List.of(request));
    }
    return request;
  }

  private Announcer recording() {
    return manifest -> announced.add(manifest.version());
  }

  @Test
  void nothingIsVisibleUntilTheCheckpointIsComplete() throws Exception {
    StagedDraft staged = stage(draft(40, "w")).iterator().next();
    try (ModelStore store = FileModelStore.open(folder)) {
      assertThat(store.lineages()).isEmpty();
      commit(staged, recording());
      ModelManifest manifest = store.find(VersionRef.latest("vae")).orElseThrow();
      assertThat(manifest.version()).isEqualTo(new ModelVersion("vae", 40));
      assertThat(manifest.training().replayStepsPerMinibatch()).isEqualTo(3);
      assertThat(manifest.parent()).contains(new ModelVersion("vae", 39));
      assertThat(manifest.provenance().guarantee()).isEqualTo("G2");
      assertThat(announced).containsExactly(manifest.version());
    }
  }

  @Test
  void committingAgainAfterARestoreIsOnceAndAnnouncedAgain() throws Exception {
    StagedDraft staged = stage(draft(40, "w")).iterator().next();
    commit(staged, recording());
    assertThat(commit(restored(staged), recording()).alreadyCommitted).isTrue();
    assertThat(announced).hasSize(2);
  }

  /** As it comes back from a checkpoint. */
  private static StagedDraft restored(StagedDraft staged) throws IOException {
    ModelSink.DraftSerializer serializer = new ModelSink.DraftSerializer();
    return serializer.deserialize(serializer.getVersion(), serializer.serialize(staged));
  }

  @Test
  void aReplayedRunPublishesTheSameVersionToNoEffect() throws Exception {
    commit(stage(draft(40, "w")).iterator().next(), recording());
    assertThat(commit(stage(draft(40, "w")).iterator().next(), recording()).alreadyCommitted)
        .isTrue();
  }

  @Test
  void anotherModelUnderTheSameVersionFailsTheJob() throws Exception {
    commit(stage(draft(40, "w")).iterator().next(), recording());
    StagedDraft other = stage(draft(40, "other")).iterator().next();
    assertThatThrownBy(() -> commit(other, recording()))
        .isInstanceOf(StoreException.class)
        .matches(e -> ((StoreException) e).category() == StoreException.Category.CONFLICT);
  }

  @Test
  void anUnreachableBrokerIsTriedAgainLater() throws Exception {
    StagedDraft staged = stage(draft(40, "w")).iterator().next();
    Request request =
        commit(
            staged,
            manifest -> {
              throw new KafkaException("no broker");
            });
    assertThat(request.retry).isTrue();
    assertThat(commit(staged, recording()).retry).isFalse();
    assertThat(announced).hasSize(1);
  }

  private static final class Request implements Committer.CommitRequest<StagedDraft> {
    private final StagedDraft draft;
    private boolean retry;
    private boolean alreadyCommitted;

    Request(StagedDraft draft) {
      this.draft = draft;
    }

    @Override
    public StagedDraft getCommittable() {
      return draft;
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable t) {
      throw new AssertionError("never: Flink would discard the version", t);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable t) {
      throw new AssertionError(t);
    }

    @Override
    public void retryLater() {
      retry = true;
    }

    @Override
    public void updateAndRetryLater(StagedDraft committable) {
      throw new AssertionError("not used");
    }

    @Override
    public void signalAlreadyCommitted() {
      alreadyCommitted = true;
    }
  }
}
