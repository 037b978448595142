package io.scstream.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks again until something holds. */
final class Waiting {
  private static final Duration LOOK = Duration.ofMillis(250);

  private Waiting() {}

  /**
   * Waits.
   *
   * @throws IllegalStateException if it does not come to hold in time
   */
  static void until(String what, Duration limit, BooleanSupplier holds) {
    long end = System.nanoTime() + limit.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("Waited " + limit.toSeconds() + " s in vain until " + what);
      }
      pass(LOOK);
    }
  }

  /** Lets time pass. */
  static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("Interrupted while waiting");
      }
      LockSupport.parkNanos(left);
    }
  }
}
