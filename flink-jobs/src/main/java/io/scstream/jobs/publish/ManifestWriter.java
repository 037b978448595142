package io.scstream.jobs.publish;

import io.scstream.models.device.Devices;
import io.scstream.models.device.EngineThreads;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelManifest.GeneSpace;
import io.scstream.store.ModelManifest.Provenance;
import io.scstream.store.ModelManifest.Training;
import io.scstream.store.ModelManifest.Written;
import io.scstream.store.ModelVersion;
import io.scstream.store.StagedVersion;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says in a manifest what a version is and how it came about. */
public final class ManifestWriter implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String lineage;
  private final TreeMap<String, String> settings;
  private final Platform platform;

  /**
   * What the code ran as.
   *
   * @param device a device, or what it is chosen by, such as {@code auto}
   * @param threads of the tensor engine; 0 for those of the process that writes the manifest
   * @param partitions of the topic of cells, as of the definition of the job
   */
  public record Platform(String codeVersion, String device, int threads, int partitions)
      implements Serializable {
    /** On cells of one partition. */
    public Platform(String codeVersion, String device, int threads) {
      this(codeVersion, device, threads, 1);
    }

    /** That of the process that writes, which is not the one that defines the job. */
    public static Platform ofTheTask(String codeVersion, String device) {
      return new Platform(codeVersion, device, 0);
    }

    /** The same on cells of so many partitions. */
    public Platform over(int otherPartitions) {
      return new Platform(codeVersion, device, threads, otherPartitions);
    }

    /** The same for this process. */
    Platform here() {
      return threads > 0
          ? this
          : new Platform(
              codeVersion,
              Devices.ofThisMachine().nameOf(device),
              EngineThreads.count(),
              partitions);
    }

    /**
     * Byte for byte reproducible on the CPU, if the order of the cells is, and all are trained on;
     * elsewhere each cell counts exactly once.
     */
    String guarantee(String overload) {
      return device.equals("cpu") && partitions == 1 && overload.equals("backpressure")
          ? "G2"
          : "G1";
    }
  }

  /** Manifests of one lineage under these settings. */
  public ManifestWriter(String lineage, SortedMap<String, String> settings, Platform platform) {
    this.lineage = lineage;
    this.settings = new TreeMap<>(settings);
    this.platform = platform;
  }

  /** The name of a version. */
  public ModelVersion version(VersionDraft.Facts facts) {
    return new ModelVersion(lineage, facts.step());
  }

  /** The manifest of a staged version. */
  public ModelManifest manifest(VersionDraft.Facts facts, StagedVersion staged, Instant createdAt) {
    return ModelManifest.builder(staged.version())
        .setTraining(
            new Training(
                facts.step(),
                facts.counts().cellsSeen(),
                facts.counts().cellsTrained(),
                facts.counts().cellsHeldOut(),
                Integer.parseInt(settings.getOrDefault("train.replay-steps", "0")),
                Long.parseLong(settings.getOrDefault("lineage.seed", "0"))))
        .setGeneSpace(new GeneSpace(facts.geneSpace(), facts.genes()))
        .setProvenance(provenance(facts))
        .setWritten(new Written(createdAt, "scstream " + platform.codeVersion(), facts.origin()))
        .setBlobs(staged.blobs())
        .optTrainedThrough(facts.trainedThrough())
        .optMetrics(facts.metrics())
        .optGauge(facts.gauge())
        .build();
  }

  private Provenance provenance(VersionDraft.Facts facts) {
    Platform here = platform.here();
    return new Provenance(
        parent(facts),
        sha256(settings.toString()),
        settings,
        here.codeVersion(),
        here.device(),
        here.threads(),
        here.guarantee(settings.getOrDefault("input.overload", "backpressure")));
  }

  /** The version before, which for the first one of a fork belongs to another lineage. */
  private @Nullable ModelVersion parent(VersionDraft.Facts facts) {
    long before = facts.counts().parentStep();
    return facts
        .origin()
        .forkedFrom()
        .filter(forked -> forked.version() == before)
        .orElse(before > 0 ? new ModelVersion(lineage, before) : null);
  }

  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
