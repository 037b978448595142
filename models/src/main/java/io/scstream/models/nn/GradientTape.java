package io.scstream.models.nn;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The engine's gradient collector. Only one may be open in a process, whatever the thread, so tapes
 * wait for each other in order of arrival: several learners in one process are correct, only
 * slower.
 */
public final class GradientTape implements AutoCloseable {

  // This class is loaded anew for each job of a process, while the engine is loaded once. So the
  // lock is kept where all copies of this class find the same one.
  private static final ReentrantLock ONE_PER_PROCESS =
      (ReentrantLock)
          System.getProperties()
              .computeIfAbsent(GradientTape.class.getName(), name -> new ReentrantLock(true));

  private final GradientCollector collector;

  private GradientTape(GradientCollector collector) {
    this.collector = collector;
  }

  /** Waits until no other tape is open. */
  public static GradientTape open() {
    ONE_PER_PROCESS.lock();
    try {
      return new GradientTape(Engine.getInstance().newGradientCollector());
    } catch (RuntimeException e) {
      ONE_PER_PROCESS.unlock();
      throw e;
    }
  }

  /** Leaves gradients of a scalar at the trainable weights it was computed from. */
  public void backward(NDArray loss) {
    collector.backward(loss);
  }

  @Override
  public void close() {
    try {
      collector.close();
    } finally {
      ONE_PER_PROCESS.unlock();
    }
  }
}
