package io.scstream.models.device;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads for work in Java, as many as the engine may use for its own; the caller's is one of them.
 */
public final class CpuWorkers {
  private CpuWorkers() {}

  /** The other threads, which start with the first work for more than one. */
  private static final class Others {
    private static final ExecutorService POOL =
        Executors.newFixedThreadPool(
            Math.max(1, EngineThreads.count() - 1),
            work -> {
              Thread thread = new Thread(work, "scstream-arithmetic");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Some of the rows, from one to before another. */
  public interface Rows<T> {
    T of(int from, int to);
  }

  /**
   * Rows in as many parts as there are threads, each of neighbours; none empty but for no rows.
   *
   * @return what came of the parts, in order
   */
  public static <T> List<T> share(int rows, Rows<T> work) {
    return share(rows, EngineThreads.count(), work);
  }

  static <T> List<T> share(int rows, int threads, Rows<T> work) {
    int parts = Math.max(1, Math.min(rows, threads));
    List<Future<T>> others = new ArrayList<>();
    for (int part = 1; part < parts; part++) {
      int from = border(rows, part, parts);
      int to = border(rows, part + 1, parts);
      Callable<T> call = () -> work.of(from, to);
      others.add(Others.POOL.submit(call));
    }
    List<T> found = new ArrayList<>();
    found.add(work.of(0, border(rows, 1, parts)));
    for (Future<T> other : others) {
      found.add(result(other));
    }
    return found;
  }

  private static int border(int rows, int part, int parts) {
    return (int) ((long) rows * part / parts);
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while rows were worked on", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Rows cannot be worked on", e.getCause());
    }
  }
}
