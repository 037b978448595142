package io.scstream.store;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps published model versions and finds them again. Any number of threads and processes may use
 * one store at once; every failure is a {@link StoreException}.
 */
public interface ModelStore extends AutoCloseable {

  /** Opens a place for the blobs of a version to come. */
  Staging stage(ModelVersion version);

  /**
   * Makes a staged version visible, and {@code latest} if none is newer. Twice is once: a stream
   * job may repeat this after any failure, even when the staged files are gone because the version
   * is there already. Another manifest under the same version is a conflict and changes nothing. So
   * is a manifest of another run than that which {@linkplain #owner owns} the lineage.
   */
  Publication publish(StagedVersion staged, ModelManifest manifest);

  /** Empty where the version, or the version an alias names, is not in the store. */
  Optional<ModelManifest> find(VersionRef ref);

  /** The published versions of a lineage by number alone, newest first. */
  List<ModelVersion> versions(String lineage);

  /** The manifests of a lineage, newest first. */
  List<ModelManifest> list(String lineage);

  /** The lineages with at least one version, by name. */
  List<String> lineages();

  /** The run that published into a lineage first; nobody else can. Empty if no run has. */
  Optional<LineageOwner> owner(String lineage);

  /** A stream that fails with CORRUPT at its end if the bytes were not those referred to. */
  InputStream open(BlobRef blob);

  /** The whole blob, checked. */
  byte[] read(BlobRef blob);

  Optional<ModelVersion> alias(String lineage, String alias);

  /**
   * Moves an alias forward, provided that it is where the caller believes it to be.
   *
   * @param expected the version it names now; empty if it should not exist yet
   */
  void setAlias(String lineage, String alias, long version, Optional<Long> expected);

  /** Like {@link #setAlias}, but may move the alias back to an older version. */
  void rollBackAlias(String lineage, String alias, long version, Optional<Long> expected);

  /** Checks everything in the store, byte by byte. */
  VerifyReport verify();

  /** Checks one version, byte by byte. */
  VerifyReport verify(VersionRef ref);

  /**
   * Deletes what was staged for a lineage longer ago than any unfinished checkpoint could still
   * publish. Other lineages are for their own writers, who know what their checkpoints hold.
   *
   * @return how many stagings were deleted
   */
  int collectStaging(String lineage, Duration olderThan, Clock clock);

  @Override
  void close();
}
