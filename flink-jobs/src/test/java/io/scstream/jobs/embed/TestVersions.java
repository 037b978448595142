package io.scstream.jobs.embed;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.operator.ChunkCells;
import io.scstream.jobs.operator.LearnerSettings;
import io.scstream.jobs.operator.TestChunks;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.models.data.Cell;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.GaugeFormat;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.schema.ModelStatus;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelManifest.GeneSpace;
import io.scstream.store.ModelManifest.Provenance;
import io.scstream.store.ModelManifest.Training;
import io.scstream.store.ModelManifest.Written;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import io.scstream.store.VersionRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Small models in a store; no two versions have the same weights. */
public final class TestVersions {
  public static final String LINEAGE = "small";

  private final Path folder;

  /** Versions in the store of this folder. */
  public TestVersions(Path folder) {
    this.folder = folder;
  }

  /** Settings of a job that follows them, with further ones. */
  public ScstreamConfig config(String... further) {
    List<String> settings =
        Stream.concat(
                Stream.of(
                    "lineage.name=" + LINEAGE,
                    "publish.store=" + folder,
                    "train.device=cpu",
                    "model.hidden=8",
                    "model.layers=1",
                    "model.background-latent=2",
                    "model.salient-latent=2",
                    "embed.poll-alias=20ms"),
                Stream.of(further))
            .toList();
    return ConfigLoader.load(Optional.empty(), settings).config();
  }

  /** Publishes a version with a canary of its own. */
  public ModelManifest publish(long version) {
    byte[] weights = weights(version, TestChunks.GENES);
    return publish(version, weights, canary(weights), TestChunks.SPACE.getId());
  }

  /** Publishes a version of a model that these further settings describe. */
  public ModelManifest publishOf(long version, String... settings) {
    byte[] weights = weights(version, TestChunks.GENES, settings);
    return publish(version, weights, canary(weights), TestChunks.SPACE.getId());
  }

  /** Publishes the weights of a version again under another number, with a gauge. */
  public ModelManifest publishTurned(long version, long again, Gauge gauge) {
    byte[] weights = weights(version, TestChunks.GENES);
    SortedMap<String, byte[]> blobs = new TreeMap<>();
    blobs.put(VersionFiles.WEIGHTS, weights);
    blobs.put(VersionFiles.CANARY, canary(weights));
    blobs.put(VersionFiles.GAUGE, GaugeFormat.write(gauge));
    return publish(again, blobs, TestChunks.SPACE.getId(), version);
  }

  /** Publishes a version that carries the codes of another one. */
  public ModelManifest publishWithCanaryOf(long version, long other) {
    return publish(
        version,
        weights(version, TestChunks.GENES),
        canary(weights(other, TestChunks.GENES)),
        TestChunks.SPACE.getId());
  }

  /** Publishes a version of another gene space. */
  public ModelManifest publishOfOtherGenes(long version) {
    byte[] weights = weights(version, TestChunks.GENES);
    return publish(version, weights, canary(weights), "fedcba9876543210");
  }

  private byte[] weights(long seed, int genes, String... settings) {
    ScstreamConfig config = config(settings);
    TrainingOptions options = LearnerSettings.training(config);
    TrainingOptions seeded =
        new TrainingOptions(seed, options.adam(), options.klWarmupSteps(), options.objective());
    try (OnlineLearner learner =
        new DjlLearnerFactory(seeded, "cpu").create(LearnerSettings.spec(config, genes), cells())) {
      return learner.snapshot().weightsSafetensors();
    }
  }

  private static List<Cell> cells() {
    return ChunkCells.countedCells(TestChunks.chunk(1_000_000, 12)).stream()
        .map(cell -> ChunkCells.modelCell("screen", cell, Groups.ONE))
        .toList();
  }

  private static byte[] canary(byte[] weights) {
    try (Embedder model = DjlLearnerFactory.restoreForInference(weights, "cpu")) {
      return Canary.of(model, cells()).write();
    }
  }

  private ModelManifest publish(long number, byte[] weights, byte[] canary, String geneSpace) {
    SortedMap<String, byte[]> blobs = new TreeMap<>();
    blobs.put(VersionFiles.WEIGHTS, weights);
    blobs.put(VersionFiles.CANARY, canary);
    return publish(number, blobs, geneSpace, number);
  }

  private ModelManifest publish(
      long number, SortedMap<String, byte[]> blobs, String geneSpace, long gauge) {
    ModelVersion version = new ModelVersion(LINEAGE, number);
    try (ModelStore store = FileModelStore.open(folder);
        Staging staging = store.stage(version)) {
      blobs.forEach(staging::put);
      StagedVersion staged = staging.finish();
      ModelManifest manifest =
          ModelManifest.builder(version)
              .setTraining(new Training(number, 10, 8, 2, 0, 42))
              .setGeneSpace(new GeneSpace(geneSpace, TestChunks.GENES))
              .setProvenance(
                  new Provenance(null, "0".repeat(64), new TreeMap<>(), "test", "cpu", 1, "G2"))
              .setWritten(new Written(Instant.EPOCH, "test", null))
              .setBlobs(staged.blobs())
              .optGauge(gauge)
              .build();
      store.publish(staged, manifest);
      return manifest;
    }
  }

  /** Moves the alias back. */
  public void rollBack(long from, long to) {
    try (ModelStore store = FileModelStore.open(folder)) {
      store.rollBackAlias(LINEAGE, "latest", to, Optional.of(from));
    }
  }

  /** Changes one byte of the weights on disk. */
  public void damage(ModelManifest manifest) {
    String name = manifest.blob(VersionFiles.WEIGHTS).sha256();
    try (Stream<Path> files = Files.walk(folder)) {
      Path blob = files.filter(file -> file.toString().contains(name)).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(blob);
      bytes[bytes.length - 3] ^= 0x20;
      Files.delete(blob);
      Files.write(blob, bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The digest that records of a version carry. */
  public String sha256(long version) {
    try (ModelStore store = FileModelStore.open(folder)) {
      return store
          .find(VersionRef.exact(LINEAGE, version))
          .orElseThrow()
          .blob(VersionFiles.WEIGHTS)
          .sha256();
    }
  }

  /** What an event says of a version. */
  static ModelPointer pointer(long version, ModelStatus status, Optional<Instant> activateAt) {
    ModelVersion named = new ModelVersion(LINEAGE, version);
    return new ModelPointer(named, named.manifestPath(), "0".repeat(64), status, activateAt);
  }
}
