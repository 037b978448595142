package io.scstream.jobs.publish;

import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import java.io.Serializable;
import java.nio.file.Path;

/** Opens a store where it is used. */
@FunctionalInterface
public interface StoreFactory extends Serializable {
  /** A store of the caller's own, to be closed by the caller. */
  ModelStore open();

  /** A store in a folder that all nodes reach. */
  static StoreFactory folder(String path) {
    return () -> FileModelStore.open(Path.of(path));
  }
}
