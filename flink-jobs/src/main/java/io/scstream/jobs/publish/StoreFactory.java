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

  /**
   * A store in a folder that all nodes reach. The folder is made now if it is not there, and not by
   * whoever opens the store later: it may only be out of reach then.
   */
  static StoreFactory folder(String path) {
    FileModelStore.open(Path.of(path)).close();
    return () -> FileModelStore.existing(Path.of(path));
  }
}
