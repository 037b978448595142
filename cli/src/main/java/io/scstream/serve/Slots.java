package io.scstream.serve;

import io.scstream.serve.http.Refused;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** Answers that take long, of which only so many may be given at once. */
final class Slots {
  private final Semaphore free;
  private final int all;
  private final String what;

  /**
   * So many at once.
   *
   * @param what they are, for messages
   */
  Slots(int all, String what) {
    this.free = new Semaphore(all);
    this.all = all;
    this.what = what;
  }

  /** Gives an answer. */
  interface Work {
    void run() throws IOException;
  }

  /**
   * Gives one of them.
   *
   * @throws Refused with 429 if all are taken
   */
  void use(Work work) throws IOException {
    if (!free.tryAcquire()) {
      throw Refused.tooMany("Too many " + what + " at once; expected at most " + all, 5);
    }
    try {
      work.run();
    } finally {
      free.release();
    }
  }

  int inUse() {
    return all - free.availablePermits();
  }
}
