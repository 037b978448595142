package io.scstream.store;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store that is gone with the process: for tests and for trying things out. */
public final class InMemoryModelStore implements ModelStore {

  private final Catalog catalog;

  /**
   * @param clock tells how old staged versions are
   */
  public InMemoryModelStore(Clock clock) {
    this.catalog = new Catalog(new MemoryStorage(clock));
  }

  @Override
  public Staging stage(ModelVersion version) {
    return catalog.stage(version);
  }

  @Override
  public Publication publish(StagedVersion staged, ModelManifest manifest) {
    return catalog.publish(staged, manifest);
  }

  @Override
  public Optional<ModelManifest> find(VersionRef ref) {
    return catalog.find(ref);
  }

  @Override
  public List<ModelVersion> versions(String lineage) {
    return catalog.versions(lineage);
  }

  @Override
  public List<ModelManifest> list(String lineage) {
    return catalog.list(lineage);
  }

  @Override
  public List<String> lineages() {
    return catalog.lineages();
  }

  @Override
  public Optional<LineageOwner> owner(String lineage) {
    return catalog.owner(lineage);
  }

  @Override
  public InputStream open(BlobRef blob) {
    return catalog.open(blob);
  }

  @Override
  public byte[] read(BlobRef blob) {
    return catalog.read(blob);
  }

  @Override
  public Optional<ModelVersion> alias(String lineage, String alias) {
    return catalog.alias(lineage, alias);
  }

  @Override
  public void setAlias(String lineage, String alias, long version, Optional<Long> expected) {
    catalog.setAlias(lineage, alias, version, expected);
  }

  @Override
  public void rollBackAlias(String lineage, String alias, long version, Optional<Long> expected) {
    catalog.rollBackAlias(lineage, alias, version, expected);
  }

  @Override
  public VerifyReport verify() {
    return catalog.verify();
  }

  @Override
  public VerifyReport verify(VersionRef ref) {
    return catalog.verify(ref);
  }

  @Override
  public int collectStaging(String lineage, Duration olderThan, Clock clock) {
    return catalog.collectStaging(lineage, olderThan, clock);
  }

  @Override
  public void close() {
    catalog.close();
  }
}
