package io.scstream.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything known about a version, immutable. Two manifests are the same version if their {@link
 * #sha256()} is the same; when and by whom they were written does not count.
 *
 * @param trainedThrough topic-partition to the offset after the last chunk that was learned
 * @param metrics finite numbers only; leave out what has no value
 * @param gauge changes when embeddings of two versions stop being comparable
 */
public record ModelManifest(
    int formatVersion,
    ModelVersion version,
    Training training,
    GeneSpace geneSpace,
    Provenance provenance,
    Contents contents,
    SortedMap<String, Long> trainedThrough,
    SortedMap<String, Double> metrics,
    long gauge,
    Written written) {

  /** The format that new manifests are written in. */
  public static final int FORMAT_VERSION = 1;

  public ModelManifest {
    trainedThrough = Copies.of(trainedThrough);
    metrics = Copies.of(metrics);
    if (formatVersion != FORMAT_VERSION) {
      throw StoreException.badInput(
          "Unknown formatVersion of manifest: "
              + formatVersion
              + "; supported are ["
              + FORMAT_VERSION
              + "]");
    }
    if (training.step() != version.version()) {
      throw StoreException.badInput(
          "Invalid training.step of "
              + version
              + ": "
              + training.step()
              + "; expected the version");
    }
    trainedThrough.forEach(
        (partition, offset) -> checkCount("trainedThrough." + partition, offset));
    metrics.forEach(ModelManifest::checkMetric);
  }

  public static Builder builder(ModelVersion version) {
    return new Builder(version);
  }

  public SortedMap<String, BlobRef> blobs() {
    return contents.blobs();
  }

  /** The blob under this name; fails with NOT_FOUND if the version has none. */
  public BlobRef blob(String name) {
    BlobRef blob = blobs().get(name);
    if (blob == null) {
      throw new StoreException(
          StoreException.Category.NOT_FOUND,
          version + " has no blob " + name + "; expected one of " + blobs().keySet());
    }
    return blob;
  }

  public List<TensorEntry> tensors() {
    return contents.tensors();
  }

  public Optional<ModelVersion> parent() {
    return Optional.ofNullable(provenance.parent());
  }

  /** The identity: a digest of the canonical JSON of everything but {@link #written()}. */
  public String sha256() {
    return Sha256.hex(ManifestParser.canonical(this));
  }

  private static void checkMetric(String name, double value) {
    if (!Double.isFinite(value)) {
      throw StoreException.badInput(
          "Invalid metrics." + name + ": " + value + "; expected a finite number, or none at all");
    }
  }

  private static void checkCount(String name, long value) {
    if (value < 0) {
      throw StoreException.badInput(
          "Invalid " + name + ": " + value + "; expected a number of at least 0");
    }
  }

  private static void checkText(String name, String value) {
    if (value.isBlank()) {
      throw StoreException.badInput("Invalid " + name + ": '" + value + "'; expected some text");
    }
  }

  /** How far learning had come. */
  public record Training(
      long step,
      long cellsSeen,
      long cellsTrained,
      long cellsHeldOut,
      int replayStepsPerMinibatch,
      long seed) {

    public Training {
      checkCount("training.step", step);
      checkCount("training.cellsSeen", cellsSeen);
      checkCount("training.cellsTrained", cellsTrained);
      checkCount("training.cellsHeldOut", cellsHeldOut);
      checkCount("training.replayStepsPerMinibatch", replayStepsPerMinibatch);
    }
  }

  /** What the columns of a cell mean. */
  public record GeneSpace(String id, int genes) {

    public GeneSpace {
      checkText("geneSpace.id", id);
      if (genes < 1) {
        throw StoreException.badInput(
            "Invalid geneSpace.genes: " + genes + "; expected a positive number");
      }
    }
  }

  /**
   * Enough to train it again.
   *
   * @param parent null for the first version of a lineage; may belong to another lineage
   * @param config the effective settings, flattened; never secrets
   * @param guarantee G1 exactly once, G2 reproducible byte for byte
   */
  public record Provenance(
      @Nullable ModelVersion parent,
      String configSha256,
      SortedMap<String, String> config,
      String codeVersion,
      String device,
      int threads,
      String guarantee) {

    public Provenance {
      Sha256.check("provenance.config", configSha256);
      config = Copies.of(config);
      checkText("provenance.codeVersion", codeVersion);
      checkText("provenance.device", device);
      checkText("provenance.guarantee", guarantee);
      if (threads < 1) {
        throw StoreException.badInput(
            "Invalid provenance.threads: " + threads + "; expected a positive number");
      }
    }
  }

  /**
   * The files of a version.
   *
   * @param tensors the index of {@code model.safetensors}, in any order; empty if not recorded
   */
  public record Contents(SortedMap<String, BlobRef> blobs, List<TensorEntry> tensors) {

    public Contents {
      blobs = Copies.of(blobs);
      tensors = List.copyOf(tensors);
      blobs.keySet().forEach(Names::checkBlob);
      if (blobs.isEmpty()) {
        throw StoreException.badInput("Invalid blobs: none; expected at least one");
      }
    }
  }

  /**
   * When and by whom the manifest was written; not part of a version's identity, so that two runs
   * on the same input have the same versions.
   *
   * @param origin null in manifests from before runs were recorded
   */
  public record Written(Instant createdAt, String writer, @Nullable RunOrigin origin) {

    public Written {
      checkText("written.writer", writer);
    }
  }

  /** Collects the parts of a manifest; only those without a neutral value are required. */
  public static final class Builder {

    private final ModelVersion version;
    private @Nullable Training training;
    private @Nullable GeneSpace geneSpace;
    private @Nullable Provenance provenance;
    private @Nullable Written written;
    private Map<String, BlobRef> blobs = new TreeMap<>();
    private List<TensorEntry> tensors = List.of();
    private Map<String, Long> trainedThrough = new TreeMap<>();
    private Map<String, Double> metrics = new TreeMap<>();
    private long gauge;

    private Builder(ModelVersion version) {
      this.version = version;
    }

    public Builder setTraining(Training value) {
      training = value;
      return this;
    }

    public Builder setGeneSpace(GeneSpace value) {
      geneSpace = value;
      return this;
    }

    public Builder setProvenance(Provenance value) {
      provenance = value;
      return this;
    }

    public Builder setWritten(Written value) {
      written = value;
      return this;
    }

    /** Usually {@link StagedVersion#blobs()}. */
    public Builder setBlobs(Map<String, BlobRef> value) {
      blobs = value;
      return this;
    }

    public Builder optTensors(List<TensorEntry> value) {
      tensors = value;
      return this;
    }

    public Builder optTrainedThrough(Map<String, Long> value) {
      trainedThrough = value;
      return this;
    }

    public Builder optMetrics(Map<String, Double> value) {
      metrics = value;
      return this;
    }

    public Builder optGauge(long value) {
      gauge = value;
      return this;
    }

    public ModelManifest build() {
      return new ModelManifest(
          FORMAT_VERSION,
          version,
          required("training", training),
          required("geneSpace", geneSpace),
          required("provenance", provenance),
          new Contents(Copies.of(blobs), tensors),
          Copies.of(trainedThrough),
          Copies.of(metrics),
          gauge,
          required("written", written));
    }

    private <T> T required(String name, @Nullable T value) {
      if (value == null) {
        throw StoreException.badInput(
            "Missing " + name + " in the manifest of " + version + "; expected it to be set");
      }
      return value;
    }
  }
}
