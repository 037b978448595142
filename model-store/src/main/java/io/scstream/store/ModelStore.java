package io.scstream.store;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

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

  /**
   * What the versions of a lineage were learned from, newest first. Reads no manifest that the
   * index knows already, so it is quick however many there are.
   */
  History history(String lineage);

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

  /** All aliases and tags in a lineage, by name. */
  List<VersionName> names(String lineage);

  /**
   * Gives a version a name that stays with it, and keeps it from being collected. The same again is
   * done already; a name that means something else is a CONFLICT.
   */
  void tag(ModelVersion version, String tag);

  /** Takes a tag away, so that the version may be collected. False if there was none. */
  boolean untag(String lineage, String tag);

  /**
   * Writes down that a lineage is to forget a donor. From then on no rule of retention keeps a
   * version that is known to have seen the donor; only a name or a fork does.
   *
   * @param by who asks for it; may be empty
   * @param reason may be empty
   * @return the erasure that was written down first, if this donor's was before
   */
  Erasure eraseDonor(String lineage, String donor, Instant at, String by, String reason);

  /** The donors that a lineage is to forget. */
  List<Erasure> erasures(String lineage);

  /**
   * Deletes what nothing refers to, after a grace: versions that no name, no fork and no rule of
   * the policy keeps, then blobs that no version has. What is found for the first time only begins
   * to wait; so this is to be called again and again, such as once a day. Safe beside publishers,
   * and to die in; a second collection at the same time is a CONFLICT.
   */
  GcReport collect(RetentionPolicy policy, Clock clock);

  /** What {@link #collect} would do now; changes nothing. */
  GcReport collectable(RetentionPolicy policy, Clock clock);

  /**
   * Tries whether the place does what a store rests on, with a file of its own that goes
   * afterwards.
   *
   * @param nanos a clock that only tells differences
   * @throws StoreException IO if a promise is broken, which it names, or nobody answers
   */
  ProbeReport probe(LongSupplier nanos);

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
