package io.scstream.jobs.publish;

import io.scstream.store.ModelManifest;

/**
 * Tells the world of a published version. A hint: it may be repeated, and whoever misses it finds
 * the version by the store's alias.
 */
public interface Announcer extends AutoCloseable {
  /** Nobody is told. */
  Announcer SILENT = manifest -> {};

  /** Returns once the announcement is safe. */
  void announce(ModelManifest manifest);

  @Override
  default void close() {}
}
