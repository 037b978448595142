package io.scstream.models.device;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

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
   * Returns, or throws, when all parts are done with: what they work on may be freed then.
   *
   * @return what came of the parts, in order
   */
  public static <T> List<T> share(int rows, Rows<T> work) {
    return share(rows, EngineThreads.count(), work);
  }

  static <T> List<T> share(int rows, int threads, Rows<T> work) {
    int parts = Math.max(1, Math.min(rows, threads));
    List<FutureTask<T>> tasks = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = border(rows, part, parts);
      int to = border(rows, part + 1, parts);
      tasks.add(new FutureTask<>(() -> work.of(from, to)));
    }
    tasks.stream().skip(1).forEach(Others.POOL::execute);
    tasks.get(0).run();
    return results(tasks);
  }

  private static int border(int rows, int part, int parts) {
    return (int) ((long) rows * part / parts);
  }

  private static <T> List<T> results(List<FutureTask<T>> tasks) {
    List<T> found = new ArrayList<>();
    List<ExecutionException> failures = new ArrayList<>();
    for (FutureTask<T> task : tasks) {
      try {
        found.add(result(task));
      } catch (ExecutionException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw thrown(failures.get(0));
    }
    return found;
  }

  private static RuntimeException thrown(ExecutionException failure) {
    return failure.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("Rows cannot be worked on", failure.getCause());
  }

  /** Waits even if this thread is interrupted, which it finds out later. */
  private static <T> T result(FutureTask<T> task) throws ExecutionException {
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          return task.get();
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
