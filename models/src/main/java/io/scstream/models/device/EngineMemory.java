package io.scstream.models.device;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays in memory that the engine itself allocated.
 *
 * <p>An array made from Java values lies in a buffer of the Java machine and goes with the garbage
 * collector. Two things follow. Its address is whatever was free, and matrix products round
 * differently where an operand does not begin at a multiple of 64 bytes, as the engine's own memory
 * does. And a tape that has kept such an array for the way back reads freed memory once the array
 * is closed: {@code array.mul(0.5)} on a tape is enough, since the engine's binding closes the
 * scalar at once. Both show as steps whose bytes depend on when the collector ran.
 */
public final class EngineMemory {
  private EngineMemory() {}

  /** A copy of the values, owned by the manager. */
  public static NDArray copy(NDManager manager, float[] values, Shape shape) {
    try (NDArray ofJava = manager.create(values, shape)) {
      return ofJava.duplicate();
    }
  }

  /** The array times a number, safe on a tape: the number lives as long as the array's manager. */
  public static NDArray scale(NDArray array, double factor) {
    return array.mul(copy(array.getManager(), new float[] {(float) factor}, new Shape()));
  }
}
