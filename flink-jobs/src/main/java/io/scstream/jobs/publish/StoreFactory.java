package io.scstream.jobs.publish;

import io.scstream.config.ScstreamConfig;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelStores;
import io.scstream.store.S3Options;
import java.io.Serializable;

/** Opens a store where it is used. */
@FunctionalInterface
public interface StoreFactory extends Serializable {
  /** A store of the caller's own, to be closed by the caller. */
  ModelStore open();

  /**
   * The store of the settings, which all nodes reach. A folder is made now if it is not there, and
   * not by whoever opens the store later: it may only be out of reach then.
   */
  static StoreFactory of(ScstreamConfig.Publish publish) {
    return at(publish.store(), publish.access().options());
  }

  /** A store in a folder, likewise. */
  static StoreFactory folder(String path) {
    return at(path, S3Options.usual());
  }

  private static StoreFactory at(String place, S3Options options) {
    ModelStores.open(place, options).close();
    return () -> ModelStores.existing(place, options);
  }
}
