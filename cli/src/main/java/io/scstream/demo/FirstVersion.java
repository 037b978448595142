package io.scstream.demo;

import io.scstream.config.ScstreamConfig;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Waits for a model to have a version at all. */
final class FirstVersion implements AutoCloseable {
  private final ModelStore store;
  private final String lineage;
  private boolean isThere;

  FirstVersion(Path store, ScstreamConfig config) {
    this.store = FileModelStore.open(store);
    this.lineage = config.lineage().name();
  }

  /** Tells of the version once. */
  void ifThere(Consumer<String> then) {
    if (!isThere && !store.versions(lineage).isEmpty()) {
      isThere = true;
      then.accept(lineage + "@latest");
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
