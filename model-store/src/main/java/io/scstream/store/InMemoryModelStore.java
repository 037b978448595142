package io.scstream.store;

import java.time.Clock;

/** A store that is gone with the process: for tests and for trying things out. */
public final class InMemoryModelStore extends Catalog {

  /**
   * @param clock tells how old staged versions are
   */
  public InMemoryModelStore(Clock clock) {
    super(new MemoryStorage(clock));
  }
}
