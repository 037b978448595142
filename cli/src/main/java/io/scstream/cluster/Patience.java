package io.scstream.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks again until something holds. */
final class Patience {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

  private Patience() {}

  /**
   * Waits.
   *
   * @throws ClusterException if it does not come to hold in time
   */
  static void until(String what, Duration limit, BooleanSupplier holds) {
    if (!within(limit, holds)) {
      throw new ClusterException("Waited " + limit.toSeconds() + " s in vain until " + what);
    }
  }

  /** Whether it comes to hold in time. */
  static boolean within(Duration limit, BooleanSupplier holds) {
    long end = System.nanoTime() + limit.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE);
      if (Thread.currentThread().isInterrupted()) {
        throw new ClusterException("Interrupted while waiting");
      }
    }
    return true;
  }
}
