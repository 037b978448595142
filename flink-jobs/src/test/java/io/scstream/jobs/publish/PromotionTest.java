package io.scstream.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromotionTest {
  private static final ModelSink.Limits LIMITS = new ModelSink.Limits(20, Duration.ofHours(24));

  @TempDir Path folder;

  /** A published version with this verdict of the gate; NaN for none. */
  private StagedDraft publish(long step, double passed) throws Exception {
    VersionDraft draft = TestDrafts.draft(TestDrafts.RUN, step, "w" + step);
    VersionDraft.Facts facts = draft.facts();
    TreeMap<String, Double> metrics = new TreeMap<>(facts.metrics());
    if (!Double.isNaN(passed)) {
      metrics.put(Promotion.PASSED, passed);
    }
    VersionDraft judged =
        VersionDraft.of(
            new VersionDraft.Facts(
                facts.origin(),
                step,
                facts.counts(),
                facts.geneSpace(),
                facts.genes(),
                facts.trainedThrough(),
                metrics,
                facts.gauge()),
            draft.blobs());
    StagedDraft staged;
    try (StagingWriter writer =
        new StagingWriter(
            () -> FileModelStore.open(folder),
            TestDrafts.MANIFESTS,
            LIMITS,
            Backpressure.NONE,
            metrics(),
            List.of())) {
      writer.write(judged, TestDrafts.NO_TIME);
      staged = writer.prepareCommit().iterator().next();
    }
    commit(staged);
    return staged;
  }

  private void commit(StagedDraft staged) throws Exception {
    try (PublishingCommitter committer =
        new PublishingCommitter(
            () -> FileModelStore.open(folder),
            Announcer.SILENT,
            LIMITS,
            metrics(),
            Clock.systemUTC())) {
      committer.commit(List.of(new TestDrafts.Request(staged)));
    }
  }

  private static PublishMetrics metrics() {
    return new PublishMetrics(new UnregisteredMetricsGroup());
  }

  private Optional<Long> alias(String name) {
    try (ModelStore store = FileModelStore.open(folder)) {
      return store.alias("vae", name).map(ModelVersion::version);
    }
  }

  @Test
  void theAliasFollowsVersionsThatPassed() throws Exception {
    publish(10, Double.NaN);
    assertThat(alias("promoted")).as("without a gate a person moves it").isEmpty();
    publish(20, 1);
    assertThat(alias("promoted")).contains(20L);
    publish(30, 0);
    assertThat(alias("promoted")).contains(20L);
    assertThat(alias("latest")).contains(30L);
    publish(40, 1);
    assertThat(alias("promoted")).contains(40L);
  }

  @Test
  void publishingTwiceIsOnceAndNeverBack() throws Exception {
    StagedDraft first = publish(10, 1);
    publish(20, 1);
    commit(first);
    assertThat(alias("promoted")).contains(20L);
  }

  @Test
  void aVersionThatWasPublishedWithoutItsAliasGetsIt() throws Exception {
    StagedDraft first = publish(10, 1);
    java.nio.file.Files.delete(folder.resolve("aliases/vae/promoted.json")); // As after a crash.
    commit(first);
    assertThat(alias("promoted")).contains(10L);
  }
}
