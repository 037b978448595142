package io.scstream.jobs;

import io.scstream.store.BlobRef;
import io.scstream.store.Erasure;
import io.scstream.store.GcReport;
import io.scstream.store.History;
import io.scstream.store.LineageOwner;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.ProbeReport;
import io.scstream.store.Publication;
import io.scstream.store.RetentionPolicy;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import io.scstream.store.VerifyReport;
import io.scstream.store.VersionName;
import io.scstream.store.VersionRef;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Another store behind this one, for tests that come in between. */
class DelegatingStore implements ModelStore {
  private final ModelStore store;

  DelegatingStore(ModelStore store) {
    this.store = store;
  }

  @Override
  public Staging stage(ModelVersion version) {
    return store.stage(version);
  }

  @Override
  public Publication publish(StagedVersion staged, ModelManifest manifest) {
    return store.publish(staged, manifest);
  }

  @Override
  public Optional<ModelManifest> find(VersionRef ref) {
    return store.find(ref);
  }

  @Override
  public List<ModelVersion> versions(String lineage) {
    return store.versions(lineage);
  }

  @Override
  public List<ModelManifest> list(String lineage) {
    return store.list(lineage);
  }

  @Override
  public List<String> lineages() {
    return store.lineages();
  }

  @Override
  public Optional<LineageOwner> owner(String lineage) {
    return store.owner(lineage);
  }

  @Override
  public InputStream open(BlobRef blob) {
    return store.open(blob);
  }

  @Override
  public byte[] read(BlobRef blob) {
    return store.read(blob);
  }

  @Override
  public Optional<ModelVersion> alias(String lineage, String alias) {
    return store.alias(lineage, alias);
  }

  @Override
  public void setAlias(String lineage, String alias, long version, Optional<Long> expected) {
    store.setAlias(lineage, alias, version, expected);
  }

  @Override
  public void rollBackAlias(String lineage, String alias, long version, Optional<Long> expected) {
    store.rollBackAlias(lineage, alias, version, expected);
  }

  @Override
  public History history(String lineage) {
    return store.history(lineage);
  }

  @Override
  public List<VersionName> names(String lineage) {
    return store.names(lineage);
  }

  @Override
  public void tag(ModelVersion version, String tag) {
    store.tag(version, tag);
  }

  @Override
  public boolean untag(String lineage, String tag) {
    return store.untag(lineage, tag);
  }

  @Override
  public Erasure eraseDonor(String lineage, String donor, Instant at, String by, String reason) {
    return store.eraseDonor(lineage, donor, at, by, reason);
  }

  @Override
  public List<Erasure> erasures(String lineage) {
    return store.erasures(lineage);
  }

  @Override
  public GcReport collect(RetentionPolicy policy, Clock clock) {
    return store.collect(policy, clock);
  }

  @Override
  public GcReport collectable(RetentionPolicy policy, Clock clock) {
    return store.collectable(policy, clock);
  }

  @Override
  public ProbeReport probe(LongSupplier nanos) {
    return store.probe(nanos);
  }

  @Override
  public VerifyReport verify() {
    return store.verify();
  }

  @Override
  public VerifyReport verify(VersionRef ref) {
    return store.verify(ref);
  }

  @Override
  public int collectStaging(String lineage, Duration olderThan, Clock clock) {
    return store.collectStaging(lineage, olderThan, clock);
  }

  @Override
  public void close() {
    store.close();
  }
}
