package io.scstream.store;

import java.time.Clock;

class InterruptionsTest extends InterruptionsContract {

  private final Storage storage = new MemoryStorage(Clock.systemUTC());

  @Override
  Storage storage() {
    return storage;
  }

  @Override
  int interruptions() {
    return 1_000;
  }
}
