package io.scstream.jobs.publish;

import io.scstream.store.ModelStore;
import org.jspecify.annotations.Nullable;

/** A store that is opened when it is first needed: a job may start while it does not answer. */
final class LazyStore implements AutoCloseable {
  private final StoreFactory stores;
  private @Nullable ModelStore store;

  LazyStore(StoreFactory stores) {
    this.stores = stores;
  }

  ModelStore get() {
    ModelStore opened = store == null ? stores.open() : store;
    store = opened;
    return opened;
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
      store = null;
    }
  }
}
