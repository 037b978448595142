package io.scstream.store;

import java.time.Clock;

class InMemoryModelStoreTest extends ModelStoreContract {

  private final Storage storage = new MemoryStorage(Clock.systemUTC());
  private final ModelStore store = Stores.over(storage);

  @Override
  public ModelStore store() {
    return store;
  }

  @Override
  public ModelStore sameStoreAgain() {
    return Stores.over(storage);
  }

  @Override
  public Storage storage() {
    return storage;
  }
}
