package io.scstream.store;

import java.time.Clock;

class InMemoryModelStoreTest extends ModelStoreContract {

  private final InMemoryModelStore store = new InMemoryModelStore(Clock.systemUTC());

  @Override
  public ModelStore store() {
    return store;
  }

  @Override
  public ModelStore sameStoreAgain() {
    return store;
  }
}
