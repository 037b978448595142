package io.scstream.jobs.publish;

import static io.scstream.jobs.publish.TestDrafts.MANIFESTS;
import static io.scstream.jobs.publish.TestDrafts.NO_TIME;
import static io.scstream.jobs.publish.TestDrafts.OTHER_RUN;
import static io.scstream.jobs.publish.TestDrafts.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.jobs.publish.TestDrafts.Request;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.RunOrigin;
import io.scstream.store.StoreException;
import io.scstream.store.VersionRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSinkTest {
  private static final ModelSink.Limits LIMITS = new ModelSink.Limits(20, Duration.ofHours(24));

  @TempDir Path folder;

  private final List<ModelVersion> announced = new ArrayList<>();

  private Collection<StagedDraft> stage(RunOrigin origin, long step, String weights) {
    try (StagingWriter writer =
        new StagingWriter(
            () -> FileModelStore.open(folder),
            MANIFESTS,
            LIMITS,
            Backpressure.NONE,
            metrics(),
            List.of())) {
      writer.write(TestDrafts.draft(origin, step, weights), NO_TIME);
      return writer.prepareCommit();
    }
  }

  private StagedDraft staged(long step, String weights) {
    return stage(RUN, step, weights).iterator().next();
  }

  private Request commit(StagedDraft draft, Announcer announcer) throws Exception {
    Request request = new Request(draft);
    try (PublishingCommitter committer =
        new PublishingCommitter(
            () -> FileModelStore.open(folder), announcer, LIMITS, metrics(), Clock.systemUTC())) {
      committer.commit(List.of(request));
    }
    return request;
  }

  private static PublishMetrics metrics() {
    return new PublishMetrics(new UnregisteredMetricsGroup());
  }

  private Announcer recording() {
    return manifest -> announced.add(manifest.version());
  }

  @Test
  void nothingIsVisibleUntilTheCheckpointIsComplete() throws Exception {
    StagedDraft staged = staged(40, "w");
    try (ModelStore store = FileModelStore.open(folder)) {
      assertThat(store.lineages()).isEmpty();
      commit(staged, recording());
      ModelManifest manifest = store.find(VersionRef.latest("vae")).orElseThrow();
      assertThat(manifest.version()).isEqualTo(new ModelVersion("vae", 40));
      assertThat(manifest.training().replayStepsPerMinibatch()).isEqualTo(3);
      assertThat(manifest.parent()).contains(new ModelVersion("vae", 39));
      assertThat(manifest.provenance().guarantee()).isEqualTo("G2");
      assertThat(manifest.written().origin()).isEqualTo(RUN);
      assertThat(announced).containsExactly(manifest.version());
    }
  }

  @Test
  void theFirstVersionOfAForkHasItsParentInTheOtherLineage() throws Exception {
    ModelVersion old = new ModelVersion("old", 39);
    commit(stage(new RunOrigin(RUN.run(), old), 40, "w").iterator().next(), recording());
    commit(stage(new RunOrigin(RUN.run(), old), 41, "w").iterator().next(), recording());
    try (ModelStore store = FileModelStore.open(folder)) {
      assertThat(store.list("vae"))
          .extracting(manifest -> manifest.parent().orElseThrow())
          .containsExactly(new ModelVersion("vae", 40), old);
      assertThat(store.owner("vae").orElseThrow().origin().forkedFrom()).contains(old);
    }
  }

  @Test
  void committingAgainAfterARestoreIsOnceAndAnnouncedAgain() throws Exception {
    StagedDraft staged = staged(40, "w");
    commit(staged, recording());
    assertThat(commit(restored(staged), recording()).alreadyCommitted).isTrue();
    assertThat(announced).hasSize(2);
  }

  /** As it comes back from a checkpoint. */
  private static StagedDraft restored(StagedDraft staged) throws IOException {
    StagedDraftSerializer serializer = new StagedDraftSerializer();
    return serializer.deserialize(serializer.getVersion(), serializer.serialize(staged));
  }

  @Test
  void aReplayedRunPublishesTheSameVersionToNoEffect() throws Exception {
    commit(staged(40, "w"), recording());
    assertThat(commit(staged(40, "w"), recording()).alreadyCommitted).isTrue();
  }

  @Test
  void anotherModelUnderTheSameVersionFailsTheJobAndAsksForAFork() throws Exception {
    commit(staged(40, "w"), recording());
    assertThatThrownBy(() -> commit(staged(40, "other"), recording()))
        .isInstanceOf(SuppressRestartsException.class)
        .rootCause()
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("restored from an old state")
        .hasMessageContaining("lineage.fork=true")
        .matches(e -> ((StoreException) e).category() == StoreException.Category.CONFLICT);
  }

  @Test
  @Tag("acceptance-16")
  void anotherRunOnTheLineageFailsTheJobAndChangesNothing() throws Exception {
    commit(staged(40, "w"), recording());
    for (long step : new long[] {40, 41}) {
      StagedDraft second = stage(OTHER_RUN, step, "w").iterator().next();
      assertThatThrownBy(() -> commit(second, recording()))
          .isInstanceOf(SuppressRestartsException.class)
          .rootCause()
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("belongs to run " + RUN.run())
          .hasMessageContaining("comes from run " + OTHER_RUN.run());
    }
    try (ModelStore store = FileModelStore.open(folder)) {
      assertThat(store.versions("vae")).containsExactly(new ModelVersion("vae", 40));
      assertThat(announced).hasSize(1);
    }
  }

  @Test
  void anUnreachableBrokerIsTriedAgainLater() throws Exception {
    StagedDraft staged = staged(40, "w");
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
}
