package io.scstream.models.device;

import static io.scstream.models.ModelException.checkConfig;

import ai.djl.engine.Engine;
import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;

/**
 * The number of threads that work on one tensor. It is fixed for the life of the process, because
 * the engine reads it when it loads and because sums depend on it to the last bit.
 */
public final class EngineThreads {

  private static final String INTRA_OP = "ai.djl.pytorch.num_threads";
  private static final String INTER_OP = "ai.djl.pytorch.num_interop_threads";

  private EngineThreads() {}

  /** One core is left to the rest of the process, but at least one works. */
  public static int defaultCount(int cores) {
    return Math.max(1, cores - 1);
  }

  /** Fixes the number before the engine loads. The same number again is no change. */
  public static synchronized void fix(int threads) {
    checkConfig(threads > 0, "Invalid threads: %d; expected a positive number", threads);
    String fixed = System.getProperty(INTRA_OP);
    checkConfig(
        fixed == null || fixed.equals(Integer.toString(threads)),
        "Invalid threads: %d; expected %s, which this process is fixed to",
        threads,
        fixed);
    System.setProperty(INTRA_OP, Integer.toString(threads));
    if (System.getProperty(INTER_OP) == null) {
      System.setProperty(INTER_OP, "1");
    }
  }

  /** The number of this process: what was fixed, or else the default, which is fixed by asking. */
  public static synchronized int count() {
    String fixed = System.getProperty(INTRA_OP);
    if (fixed == null) {
      int threads = defaultCount(Runtime.getRuntime().availableProcessors());
      fix(threads);
      return threads;
    }
    try {
      return Integer.parseInt(fixed);
    } catch (NumberFormatException e) {
      throw new ModelException(
          Category.BAD_CONFIG,
          "Invalid %s: %s; expected a positive number".formatted(INTRA_OP, fixed),
          e);
    }
  }

  /** The engine, loaded with its threads fixed. */
  public static Engine engine() {
    EngineLoading.check();
    count();
    if (System.getProperty(INTER_OP) == null) {
      System.setProperty(INTER_OP, "1");
    }
    try {
      return Engine.getEngine("PyTorch");
    } catch (RuntimeException | LinkageError e) {
      throw new ModelException(
          Category.ENGINE, "Cannot load the tensor engine PyTorch: " + e.getMessage(), e);
    }
  }
}
