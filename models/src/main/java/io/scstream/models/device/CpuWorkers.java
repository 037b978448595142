package io.scstream.models.device;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Threads that share work out among them, as many as {@link EngineThreads#count}. For each of them,
 * and for a thread that has work shared, the engine works without threads of its own: it shares out
 * single operations, which leaves much of a step to one core, and its threads would stand in the
 * way of these.
 */
public final class CpuWorkers {

  /** Fewer rows are not worth a thread of their own. */
  private static final int LEAST_ROWS = 16;

  private CpuWorkers() {}

  /** Some of the rows, from one to before another. */
  public interface Rows<T> {
    T of(int from, int to);
  }

  private static final class Worker extends Thread {
    Worker(Runnable work) {
      super(work, "scstream-arithmetic");
      setDaemon(true);
    }
  }

  /** They start with the first work that is shared. */
  private static final class Pool {
    private static final ExecutorService WORKERS =
        Executors.newFixedThreadPool(EngineThreads.count(), Worker::new);
  }

  /**
   * Rows in as many parts as there are threads, each of neighbours; none empty but for no rows. How
   * rows are divided is a function of their number and that of threads alone. A device of its own
   * gets all rows at once, and so does a part that would be divided further.
   *
   * @return what came of the parts, in order
   */
  public static <T> List<T> share(int rows, Device device, Rows<T> work) {
    boolean isWhole = device.isGpu() || Thread.currentThread() instanceof Worker;
    return share(rows, isWhole ? 1 : parts(rows, EngineThreads.count()), work);
  }

  static int parts(int rows, int threads) {
    return Math.max(1, Math.min(rows / LEAST_ROWS, threads));
  }

  static <T> List<T> share(int rows, int parts, Rows<T> work) {
    return each(
        IntStream.range(0, parts).boxed().toList(),
        part -> work.of(border(rows, part, parts), border(rows, part + 1, parts)));
  }

  private static int border(int rows, int part, int parts) {
    return (int) ((long) rows * part / parts);
  }

  /** Into how many shares work is divided that is not of rows. */
  public static int shares(Device device) {
    return device.isGpu() || Thread.currentThread() instanceof Worker ? 1 : EngineThreads.count();
  }

  /**
   * The same work for several things at a time. Returns, or throws, when all are done with: what
   * they work on may be freed then.
   *
   * @return what came of them, in order
   */
  public static <P, T> List<T> each(List<P> parts, Function<P, T> work) {
    if (parts.size() < 2 || Thread.currentThread() instanceof Worker) {
      return parts.stream().map(work).toList();
    }
    EngineThreads.alone();
    List<Future<T>> futures = new ArrayList<>();
    for (P part : parts) {
      futures.add(
          Pool.WORKERS.submit(
              () -> {
                EngineThreads.alone();
                return work.apply(part);
              }));
    }
    return results(futures);
  }

  private static <T> List<T> results(List<Future<T>> futures) {
    List<T> found = new ArrayList<>();
    ExecutionException failure = null;
    for (Future<T> future : futures) {
      try {
        found.add(result(future));
      } catch (ExecutionException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw thrown(failure);
    }
    return found;
  }

  private static RuntimeException thrown(ExecutionException failure) {
    return failure.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("Work that is shared out failed", failure.getCause());
  }

  /** Waits even if this thread is interrupted, which it finds out later. */
  private static <T> T result(Future<T> future) throws ExecutionException {
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
