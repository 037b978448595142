package io.scstream.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks again until something holds. */
public final class Patience {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private Patience() {}

  /**
   * Waits.
   *
   * @throws ClusterException if it does not come to hold in time
   */
  public static void until(String what, Duration limit, BooleanSupplier holds) {
    if (!within(limit, holds)) {
      throw new ClusterException("Waited " + limit.toSeconds() + " s in vain until " + what);
    }
  }

  /** Whether it comes to hold in time. */
  public static boolean within(Duration limit, BooleanSupplier holds) {
    long end = System.nanoTime() + limit.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      pass(PAUSE);
    }
    return true;
  }

  /**
   * Lets time pass.
   *
   * @throws ClusterException if the thread is interrupted
   */
  public static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new ClusterException("Interrupted while waiting");
      }
      LockSupport.parkNanos(left);
    }
  }
}
