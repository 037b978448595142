package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.LagProbe;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.publish.GrownVersion;
import io.scstream.jobs.publish.ManifestWriter;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.ControlCommand;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.GeneSpaceId;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a version to a lineage of more genes, and on with the training. */
@Tag("acceptance-14")
class GrownLineageTest {
  private static final String OLD = "so-cvae";
  private static final String NEW = "wider";
  private static final ScstreamConfig CONFIG = TrainHarness.config();

  /** The new genes come first, so that every old one moves. */
  private static final GeneSpaceRecord SPACE = space();

  private static GeneSpaceRecord space() {
    List<String> ids = new ArrayList<>(List.of("new0", "new1"));
    ids.addAll(TestChunks.SPACE.getGeneIds());
    return GeneSpaceId.describe(ids, List.of());
  }

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private StoreFactory stores;

  @BeforeEach
  void openStore() {
    stores = StoreFactory.folder(folder.toString());
  }

  private ModelManifest published() throws Exception {
    TrainOperator.Surroundings outside = TrainHarness.surroundings(CONFIG, stores);
    try (TrainHarness harness =
            TrainHarness.open(CONFIG, outside, new HashMapStateBackend(), null);
        ModelStore store = stores.open()) {
      for (long chunk = 0; chunk < 12; chunk++) {
        harness.chunk(chunk, 8);
      }
      harness.checkpoint(1);
      return publish(store, OLD, harness.versions().get(0));
    }
  }

  private static ModelManifest publish(ModelStore store, String lineage, VersionDraft draft) {
    ManifestWriter manifests =
        new ManifestWriter(lineage, new TreeMap<>(), new ManifestWriter.Platform("test", "cpu", 1));
    try (Staging staging = store.stage(manifests.version(draft.facts()))) {
      draft.blobs().forEach(staging::put);
      StagedVersion staged = staging.finish();
      ModelManifest manifest = manifests.manifest(draft.facts(), staged, Instant.EPOCH);
      store.publish(staged, manifest);
      return manifest;
    }
  }

  private GrownVersion.Report grow(ModelStore store, ModelManifest from) {
    return GrownVersion.of(store, from, SPACE)
        .publish(NEW, Map.of("new0", 3.0), "test", Instant.EPOCH);
  }

  @Test
  void aVersionOnMoreGenesBeginsALineage() throws Exception {
    ModelManifest from = published();
    try (ModelStore store = stores.open()) {
      GrownVersion.Report report = grow(store, from);
      ModelManifest grown = report.manifest();
      assertThat(report.added()).isEqualTo(2);
      assertThat(report.cells()).isPositive();
      assertThat(report.maxDifference()).isLessThanOrEqualTo(1e-6);
      assertThat(grown.parent()).contains(from.version());
      assertThat(grown.geneSpace().id()).isEqualTo(SPACE.getId());
      assertThat(grown.gauge()).isEqualTo(from.gauge());
      assertThat(store.owner(NEW)).isEmpty();
      assertThat(store.verify().isClean()).isTrue();
      assertThat(store.alias(NEW, "latest")).contains(grown.version());
      float[] bias =
          LearnerSnapshot.of(
                  store.read(grown.blob(VersionFiles.WEIGHTS)),
                  store.read(grown.blob(VersionFiles.OPTIMIZER)))
              .weights()
              .stream()
              .filter(it -> it.name().equals("decoder.output.bias"))
              .findFirst()
              .orElseThrow()
              .values();
      // The unknown gene has half a count in 4,096 cells where the known one has 3 in each.
      assertThat(bias[0] - bias[1]).isCloseTo((float) Math.log(3 / (0.5 / 4096)), within());
    }
  }

  private static Offset<Float> within() {
    return Offset.offset(1e-4f);
  }

  @Test
  void trainingGoesOnFromIt() throws Exception {
    ModelManifest from = published();
    ScstreamConfig config =
        TrainHarness.config("lineage.name=" + NEW, "input.gene-space=" + SPACE.getId());
    TrainOperator.Surroundings outside =
        new TrainOperator.Surroundings(
            new DjlLearnerFactory(LearnerSettings.training(config), "cpu"),
            id -> id.equals(SPACE.getId()) ? Optional.of(SPACE) : Optional.empty(),
            stores,
            () -> LagProbe.NONE);
    try (ModelStore store = stores.open();
        TrainHarness harness =
            TrainHarness.open(config, outside, new HashMapStateBackend(), null)) {
      ModelManifest grown = grow(store, from).manifest();
      harness.chunk(chunk(0));
      harness.command(NEW, ControlCommand.ROLL_BACK, grown.version().version());
      assertThat(harness.alerts())
          .last()
          .asString()
          .startsWith("INFO control training goes on from version " + grown.version().version());
      harness.chunk(chunk(1));
      harness.chunk(chunk(2));
      harness.command(NEW, ControlCommand.PUBLISH_NOW, null);
      harness.checkpoint(1);
      List<VersionDraft> versions = harness.versions();
      VersionDraft next = versions.get(versions.size() - 1);
      assertThat(next.facts().step()).isGreaterThan(grown.version().version());
      ModelManifest published = publish(store, NEW, versions.get(0));
      assertThat(published.parent()).contains(grown.version());
      assertThat(published.geneSpace()).isEqualTo(grown.geneSpace());
      assertThat(store.owner(NEW).orElseThrow().origin()).isEqualTo(next.facts().origin());
    }
  }

  /** Cells that have both new genes. */
  private static PlacedChunk chunk(long number) {
    ChunkBuilder builder =
        ChunkBuilder.of("screen", "lane2", SPACE.getId(), SPACE.getGeneIds().size());
    for (int cell = 0; cell < 16; cell++) {
      builder.add(
          CellContent.of(
              "c" + number + "-" + cell,
              cell % 3 == 0 ? io.scstream.schema.Role.BACKGROUND : io.scstream.schema.Role.TARGET,
              120,
              IntStream.of(0, 1, 2 + cell % 8, 20).toArray(),
              new int[] {3, 1 + cell % 2, 2 + cell, 5},
              CellContent.Annotations.NONE));
    }
    CellChunkRecord chunk = builder.build(number, false, Instant.EPOCH);
    return TestChunks.placed(chunk);
  }

  @Test
  void refusesNamesThatAreTakenAndMeansOfOtherGenes() throws Exception {
    ModelManifest from = published();
    try (ModelStore store = stores.open()) {
      GrownVersion growth = GrownVersion.of(store, from, SPACE);
      assertThatThrownBy(() -> growth.publish(OLD, Map.of(), "test", Instant.EPOCH))
          .hasMessage(
              "Lineage so-cvae is there already; expected a name that the store does not know");
      assertThatThrownBy(() -> growth.publish(NEW, Map.of("x", 1.0), "test", Instant.EPOCH))
          .hasMessage(
              "Invalid means: gene x is not in the larger gene space; expected means of its genes"
                  + " only");
      assertThat(store.lineages()).containsExactly(OLD);
      assertThatThrownBy(() -> GrownVersion.of(store, from, TestChunks.SPACE))
          .hasMessageContaining("no new gene beside 24 known ones");
      GeneSpaceRecord smaller = GeneSpaceId.describe(List.of("g0", "x"), List.of());
      assertThatThrownBy(() -> GrownVersion.of(store, from, smaller))
          .hasMessageContaining("23 of 24 genes are missing, the first [g1, g2,");
    }
  }
}
