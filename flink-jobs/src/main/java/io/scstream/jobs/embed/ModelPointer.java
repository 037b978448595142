package io.scstream.jobs.embed;

import io.scstream.schema.ModelStatus;
import io.scstream.schema.ModelVersionRecord;
import io.scstream.store.ModelVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a version can be fetched, as a model event tells it.
 *
 * @param manifest path inside the store
 * @param sha256 of the weights, hexadecimal
 * @param activateAt event time from which the version is to be used; empty for as soon as it can be
 */
public record ModelPointer(
    ModelVersion version,
    String manifest,
    String sha256,
    ModelStatus status,
    Optional<Instant> activateAt) {

  /** What an event says. */
  public static ModelPointer of(ModelVersionRecord event) {
    return new ModelPointer(
        new ModelVersion(event.getLineage(), event.getVersion()),
        event.getManifest(),
        event.getModelSha256(),
        event.getStatus(),
        Optional.ofNullable(event.getActivateAt()));
  }

  /**
   * Whether it takes the place of an earlier pointer. A candidate that nobody chose does not make
   * one forgotten that was given a time to become active.
   */
  boolean replaces(ModelPointer earlier) {
    return status != ModelStatus.CANDIDATE || earlier.activateAt.isEmpty();
  }

  /** Whether a job that embeds with {@code used} has a reason to look for this version. */
  boolean concerns(ModelVersion used) {
    return version.lineage().equals(used.lineage())
        && (status == ModelStatus.ROLLED_BACK || version.compareTo(used) > 0);
  }

  /** Whether the version may be used once the watermark of the cells, in ms, is here. */
  boolean isDue(long watermark) {
    return activateAt.map(time -> watermark >= time.toEpochMilli()).orElse(true);
  }
}
