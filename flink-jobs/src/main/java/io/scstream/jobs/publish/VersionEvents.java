package io.scstream.jobs.publish;

import io.scstream.schema.ModelStatus;
import io.scstream.schema.ModelVersionRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelVersion;
import java.time.Instant;
import java.util.Optional;

/** What the topic of model events says of a version. The key is the name of the lineage. */
public final class VersionEvents {
  private static final Framing<ModelVersionRecord> FRAMING =
      SingleObjectFraming.of(ModelVersionRecord.class);

  private VersionEvents() {}

  /**
   * The value of a message.
   *
   * @param activateAt event time from which the version is to be used; empty for at once
   */
  public static byte[] write(
      ModelManifest manifest, ModelStatus status, Optional<Instant> activateAt) {
    ModelVersion version = manifest.version();
    return FRAMING.write(
        ModelVersionRecord.newBuilder()
            .setLineage(version.lineage())
            .setVersion(version.version())
            .setManifest(version.manifestPath())
            .setModelSha256(manifest.blob(VersionFiles.WEIGHTS).sha256())
            .setStatus(status)
            .setGauge(manifest.gauge())
            .setTrainedThrough(manifest.trainedThrough())
            .setActivateAt(activateAt.orElse(null))
            .build());
  }
}
