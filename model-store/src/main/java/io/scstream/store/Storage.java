package io.scstream.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where the bytes lie: the few operations on which a store rests. Paths are relative, with slashes.
 * Whatever is visible under a path is whole and durable.
 */
interface Storage {

  /** No manifest, alias or index is as large; whatever is was not written by us. */
  int MOST_BYTES = 1 << 26;

  Staging stage(ModelVersion version);

  /** Makes a staged blob visible under its hash, if it is not, after checking the hash. */
  void adopt(StagedVersion staged, String name, BlobRef blob);

  /** Deletes what is staged; it may be gone already. */
  void discard(StagedVersion staged);

  /** Deletes what was staged for a lineage before an instant, and says how much that was. */
  int collect(String lineage, Instant before);

  /** False, and nothing changed, if there is something under the path already. */
  boolean createOnce(String path, byte[] content);

  /** Compare and swap; an empty expectation means that nothing is there. */
  boolean replace(String path, Optional<byte[]> expected, byte[] content);

  /**
   * Whether content is not put over a file on the condition that it is something else than it is. A
   * disk compares itself, a server is asked.
   */
  default boolean refusesStale(String path, byte[] content) {
    return !replace(path, Optional.of(new byte[] {0}), content);
  }

  /** A small file, whole; fails with CORRUPT if it is larger than {@link #MOST_BYTES}. */
  Optional<byte[]> read(String path);

  Optional<InputStream> open(String path);

  /** Deletes a file; it may be gone already. */
  void delete(String path);

  /** Names directly in a folder, sorted; none if there is no such folder. */
  List<String> list(String folder);

  /** The bytes of a small file as they come. */
  static byte[] readSmall(String path, InputStream in) throws IOException {
    byte[] content = in.readNBytes(MOST_BYTES + 1);
    if (content.length > MOST_BYTES) {
      throw StoreException.corrupt(
          path + " is too large; expected at most " + MOST_BYTES + " bytes");
    }
    return content;
  }
}
