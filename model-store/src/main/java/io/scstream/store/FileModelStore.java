package io.scstream.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A store in a folder, for any number of processes at once.
 *
 * <pre>
 * staging/LINEAGE/STEP-UUID/        blobs on their way, and whatever a crash left
 * blobs/SHA256                      content-addressed, never overwritten
 * manifests/LINEAGE/VERSION.json    the commit point, created once
 * aliases/LINEAGE/ALIAS.json        compare and swap
 * lineages/LINEAGE/owner.json       the run that writes it, created once
 * </pre>
 */
public final class FileModelStore implements ModelStore {

  private final Catalog catalog;

  private FileModelStore(Storage storage) {
    this.catalog = new Catalog(storage);
  }

  /** Opens the store in this folder, which is made if it is not there. */
  public static FileModelStore open(Path root) {
    return open(root, new DiskOperations());
  }

  /**
   * Opens the store in this folder, which must be there: a folder that is gone, because its disk
   * is, is no empty store.
   */
  public static FileModelStore existing(Path root) {
    try {
      return new FileModelStore(new FileStorage(root.toRealPath(), new DiskOperations()));
    } catch (IOException e) {
      throw StoreException.io("open the store in " + root, e);
    }
  }

  static FileModelStore open(Path root, FileOperations operations) {
    try {
      Files.createDirectories(root);
      return new FileModelStore(new FileStorage(root.toRealPath(), operations));
    } catch (IOException e) {
      throw StoreException.io("open a store in " + root, e);
    }
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
