package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.publish.ManifestWriter;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.schema.CellChunkRecord;
import io.scstream.store.DonorRegister;
import io.scstream.store.InMemoryModelStore;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import io.scstream.store.VersionRef;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** A version is enough to train it again, and tells whose cells it has seen. */
class TrainAgainTest {
  private static final int CHUNKS = 30;

  private final ModelStore store = new InMemoryModelStore(Clock.systemUTC());

  @Test
  void whatAManifestRecordsTrainsTheSameVersionAgain() throws Exception {
    ConfigLoader.Loaded first =
        TrainHarness.loaded(
            "lineage.name=screen",
            "lineage.seed=11",
            "model.family=mo-cvae",
            "memory.strata-covariates=[line]");
    train(first, Long.MAX_VALUE);
    List<ModelManifest> versions = store.list("screen");
    assertThat(versions).hasSizeGreaterThan(3);
    ModelManifest wanted = versions.get(1);

    ModelStore other = new InMemoryModelStore(Clock.systemUTC());
    ConfigLoader.Loaded again = ConfigLoader.ofRecorded(wanted.provenance().config());
    assertThat(again.flat()).isEqualTo(wanted.provenance().config());
    publish(other, again, run(again.config(), through(wanted)));

    ModelManifest trained =
        other.find(VersionRef.exact("screen", wanted.version().version())).orElseThrow();
    assertThat(trained.sha256()).isEqualTo(wanted.sha256());
    assertThat(trained.blobs()).isEqualTo(wanted.blobs());
  }

  @Test
  void aVersionTellsWhoseCellsItHasSeenAlsoAfterARestart() throws Exception {
    ConfigLoader.Loaded loaded = TrainHarness.loaded("publish.every-steps=6");
    List<VersionDraft> drafts = new ArrayList<>();
    OperatorSubtaskState saved;
    try (TrainHarness harness = TrainHarness.open(loaded.config(), null)) {
      for (long chunk = 0; chunk < 12; chunk++) {
        harness.chunk(from(chunk, "D" + chunk));
      }
      saved = harness.checkpoint(1);
      drafts.addAll(harness.versions());
    }
    try (TrainHarness harness = TrainHarness.open(loaded.config(), saved)) {
      for (long chunk = 12; chunk < 24; chunk++) {
        harness.chunk(from(chunk, "D" + chunk));
      }
      harness.end();
      drafts.addAll(harness.versions());
    }
    publish(store, loaded, drafts);

    ModelManifest before = store.find(VersionRef.beforeDonor("so-cvae", "D14")).orElseThrow();
    ModelManifest after =
        store.list("so-cvae").stream()
            .filter(it -> it.version().compareTo(before.version()) > 0)
            .reduce((newer, older) -> older)
            .orElseThrow();
    assertThat(through(before)).isLessThanOrEqualTo(14);
    assertThat(through(after)).isGreaterThan(14);
    DonorRegister latest =
        DonorRegister.fromBytes(store.read(store.list("so-cvae").get(0).blob(DonorRegister.BLOB)));
    for (long chunk = 0; chunk < 24; chunk++) {
      assertThat(latest.mayHaveSeen("D" + chunk)).isTrue();
    }
    assertThat(latest.mayHaveSeen("D24")).isFalse();
  }

  @Test
  void cellsWithoutADonorMayBeOfAnyone() throws Exception {
    ConfigLoader.Loaded loaded = TrainHarness.loaded();
    publish(store, loaded, run(loaded.config(), Long.MAX_VALUE));

    assertThat(store.find(VersionRef.latest("so-cvae"))).isPresent();
    assertThat(store.find(VersionRef.beforeDonor("so-cvae", "anyone"))).isEmpty();
  }

  private static long through(ModelManifest manifest) {
    return manifest.trainedThrough().getOrDefault("sc.cells.v1-0", 0L);
  }

  private static PlacedChunk from(long number, String donor) {
    CellChunkRecord chunk = TestChunks.chunk(number, 8);
    chunk.setDonor(chunk.getCellIds().stream().map(cell -> donor).toList());
    return new PlacedChunk(TestChunks.raw(chunk), chunk);
  }

  private void train(ConfigLoader.Loaded loaded, long through) throws Exception {
    publish(store, loaded, run(loaded.config(), through));
  }

  /** The versions of a run that reads up to an offset. */
  private static List<VersionDraft> run(ScstreamConfig config, long through) throws Exception {
    try (TrainHarness harness = TrainHarness.open(config, null)) {
      for (long chunk = 0; chunk < Math.min(CHUNKS, through); chunk++) {
        harness.chunk(chunk, 8);
      }
      harness.end();
      return harness.versions();
    }
  }

  private static void publish(
      ModelStore store, ConfigLoader.Loaded loaded, List<VersionDraft> drafts) {
    SortedMap<String, String> settings = loaded.flat();
    ManifestWriter writer =
        new ManifestWriter(
            loaded.config().lineage().name(),
            settings,
            new ManifestWriter.Platform("0.1.0", "cpu", 1));
    for (VersionDraft draft : drafts) {
      try (Staging staging = store.stage(writer.version(draft.facts()))) {
        draft.blobs().forEach(staging::put);
        StagedVersion staged = staging.finish();
        store.publish(staged, writer.manifest(draft.facts(), staged, Instant.EPOCH));
      }
    }
  }
}
