package io.scstream.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
public final class FileModelStore extends Catalog {

  private FileModelStore(Storage storage) {
    super(storage);
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
}
