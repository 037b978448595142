package io.scstream.jobs.connect;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds the cells of a lineage back at their source. Shared by the source, the trainer and the sink
 * of a lineage, which run in one process: no task is blocked, and barriers go on.
 *
 * <p>Several reasons may hold at once; cells flow when none is left. A valve knows nothing of the
 * attempts of a job: whoever gives a reason takes it back when it begins and when it ends.
 */
public final class Valve {
  private static final Map<String, Valve> VALVES = new ConcurrentHashMap<>();

  private final SortedSet<String> reasons = new TreeSet<>();
  private CompletableFuture<Void> opened = CompletableFuture.completedFuture(null);

  private Valve() {}

  /** The valve of a lineage in this process. */
  public static Valve of(String lineage) {
    return VALVES.computeIfAbsent(lineage, name -> new Valve());
  }

  /** Holds the cells back, for one more reason. Twice is once. */
  public synchronized void close(String reason) {
    if (reasons.isEmpty()) {
      opened = new CompletableFuture<>();
    }
    reasons.add(reason);
  }

  /** Takes a reason back. Cells flow again if it was the last one. */
  public void open(String reason) {
    CompletableFuture<Void> now;
    synchronized (this) {
      reasons.remove(reason);
      if (!reasons.isEmpty()) {
        return;
      }
      now = opened;
    }
    now.complete(null); // Outside of the lock: whoever waits runs on this thread.
  }

  /** Holds or takes back. */
  public void set(String reason, boolean isClosed) {
    if (isClosed) {
      close(reason);
    } else {
      open(reason);
    }
  }

  /** Whether cells flow. */
  public synchronized boolean isOpen() {
    return reasons.isEmpty();
  }

  /** Why they do not. */
  public synchronized SortedSet<String> reasons() {
    return new TreeSet<>(reasons);
  }

  /** Completes when cells flow again. */
  public synchronized CompletableFuture<Void> opened() {
    return opened;
  }
}
