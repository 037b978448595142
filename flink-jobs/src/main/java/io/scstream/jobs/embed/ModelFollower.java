package io.scstream.jobs.embed;

import io.scstream.store.ModelVersion;
import io.scstream.store.VersionRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The version in use, and the one that is to replace it.
 *
 * <p>What a name stands for is told by the store alone; events only make it look sooner. A version
 * is fetched, checked and built by a thread of its own while the old one goes on. The caller takes
 * it over between two chunks, and the old one is closed then. At most two are in memory.
 *
 * <pre>
 * poll, hint ──► look at the alias ──► load and check ──► waits ──► in use ──► closed
 *                                            └──► failure: the old one stays
 * </pre>
 */
final class ModelFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFollower.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final VersionRef ref;
  private final VersionLoader loader;
  private final ScheduledExecutorService background;
  private final Queue<Failure> untold = new ConcurrentLinkedQueue<>();
  private final Set<ModelVersion> failedBefore = new HashSet<>(); // Of the background thread.
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong looks = new AtomicLong();
  private volatile double swapSeconds;
  private volatile LoadedModel used;
  private volatile @Nullable LoadedModel waiting; // Changed under the lock only.
  private boolean closed;

  /** A version that was not taken: why, and which one stays in use. */
  record Failure(ModelVersion version, String reason, ModelVersion stays) {}

  /** Follows a name from a version on that is in memory already. */
  ModelFollower(VersionRef ref, VersionLoader loader, LoadedModel first) {
    this.ref = ref;
    this.loader = loader;
    this.used = first;
    this.background =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "model-follower-" + ref);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Looks now and from then on, with so much time between two looks. */
  void start(Duration poll) {
    var unused = // It never ends with an exception: a look catches its own.
        background.scheduleWithFixedDelay(
            this::look, 0, Math.max(1, poll.toMillis()), TimeUnit.MILLISECONDS);
  }

  /** Looks as soon as may be if the pointer tells something new. Does not wait. */
  void hint(ModelPointer pointer) {
    if (pointer.concerns(used.version())) {
      background.execute(this::look);
    }
  }

  /** The version in use. */
  LoadedModel used() {
    return used;
  }

  /** Replaces the version in use if one waits that is due. Not to be called inside a chunk. */
  void swapIf(Predicate<ModelVersion> isDue) {
    LoadedModel next = waiting;
    if (next != null && isDue.test(next.version())) {
      swap(next);
    }
  }

  private synchronized void swap(LoadedModel next) {
    if (waiting == next) {
      LoadedModel before = used;
      used = next;
      waiting = null;
      before.close();
      LOG.info("Embedding with {} after {}", next.version(), before.version());
    }
  }

  /** Whether a checked version waits. */
  boolean hasWaiting() {
    return waiting != null;
  }

  /** Failures that were not asked for before: the first one of each version. */
  List<Failure> failuresToTell() {
    List<Failure> told = new ArrayList<>();
    for (Failure next = untold.poll(); next != null; next = untold.poll()) {
      told.add(next);
    }
    return told;
  }

  /** Every failed attempt. */
  long failures() {
    return failures.get();
  }

  /** How long the last version took from being seen to being ready; 0 before the first. */
  double swapSeconds() {
    return swapSeconds;
  }

  /** How often the alias was looked at. */
  long looks() {
    return looks.get();
  }

  private void look() {
    try {
      loader.named(ref).ifPresent(this::prepare);
    } catch (RuntimeException e) {
      LOG.warn("Cannot tell what {} is; staying with {}", ref, used.version(), e);
    }
    looks.incrementAndGet();
  }

  private void prepare(ModelVersion named) {
    LoadedModel next = waiting;
    if (next != null && next.version().equals(named)) {
      return;
    }
    dropWaiting();
    if (used.version().equals(named)) {
      return;
    }
    long begin = System.nanoTime();
    try {
      offer(loader.load(named, used));
      swapSeconds = (System.nanoTime() - begin) / 1e9;
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(named, e);
    }
  }

  /** Before another one is loaded: three models are never in memory. */
  private synchronized void dropWaiting() {
    if (waiting != null) {
      waiting.close();
      waiting = null;
    }
  }

  private synchronized void offer(LoadedModel next) {
    if (closed) {
      next.close();
    } else {
      waiting = next;
    }
  }

  private void fail(ModelVersion named, Throwable e) {
    failures.incrementAndGet();
    if (failedBefore.add(named)) {
      untold.add(new Failure(named, String.valueOf(e.getMessage()), used.version()));
      LOG.warn("Cannot use {}; staying with {}", named, used.version(), e);
    }
  }

  @Override
  public void close() {
    background.shutdownNow();
    synchronized (this) {
      closed = true;
      dropWaiting();
    }
    try {
      if (!background.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("A version of {} is still being loaded; it is closed when it is there", ref);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    used.close();
  }
}
