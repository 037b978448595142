package io.scstream.store;

import java.net.URI;
import java.nio.file.Path;

/** Opens stores by where they are. */
public final class ModelStores {

  private static final String S3 = "s3://";
  private static final String FILE = "file:";

  private ModelStores() {}

  /**
   * Opens the store at a place; a folder is made if it is not there.
   *
   * @param place a folder, {@code file:///folder} or {@code s3://bucket[/prefix]}
   * @param options for places of the last kind
   */
  public static ModelStore open(String place, S3Options options) {
    return isObjectStore(place)
        ? S3ModelStore.open(place, options)
        : FileModelStore.open(folder(place));
  }

  /** Like {@link #open}, but the folder must be there: one that is gone is no empty store. */
  public static ModelStore existing(String place, S3Options options) {
    return isObjectStore(place)
        ? S3ModelStore.open(place, options)
        : FileModelStore.existing(folder(place));
  }

  /** Whether a place is in an object store and not on a disk. */
  public static boolean isObjectStore(String place) {
    return place.startsWith(S3);
  }

  /**
   * The folder that a place on a disk is.
   *
   * @throws StoreException BAD_INPUT if it is a URI of a kind that is not known
   */
  public static Path folder(String place) {
    try {
      if (place.startsWith(FILE)) {
        return Path.of(URI.create(place));
      }
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          StoreException.Category.BAD_INPUT,
          "Invalid store: " + place + "; expected file:///folder",
          e);
    }
    if (place.matches("[a-z][a-z0-9+.-]*://.*")) {
      throw StoreException.badInput(
          "Unknown kind of store: " + place + "; expected a folder, file:///folder or s3://bucket");
    }
    return Path.of(place);
  }
}
