package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.random.CounterRandom;
import java.util.function.Function;

/** Switches hidden units off at random and scales the others up, or leaves them alone. */
@FunctionalInterface
public interface Dropout {

  /** The hidden units of one layer, which is named so that every layer draws its own mask. */
  NDArray apply(NDArray hidden, String layer);

  /** For scores and embeddings. */
  static Dropout none() {
    return (hidden, layer) -> hidden;
  }

  /** For training; masks come from the random stream of each layer. */
  static Dropout of(double rate, Function<String, CounterRandom> streams) {
    if (rate == 0) {
      return none();
    }
    return (hidden, layer) -> {
      float[] mask = mask(rate, streams.apply(layer), (int) hidden.size());
      return hidden.mul(EngineMemory.copy(hidden.getManager(), mask, hidden.getShape())); // [n, h]
    };
  }

  private static float[] mask(double rate, CounterRandom random, int size) {
    float kept = (float) (1 / (1 - rate));
    int threshold = (int) Math.round(rate * (1 << 16));
    float[] mask = new float[size];
    long bits = 0;
    for (int i = 0; i < size; i++) {
      // Sixteen bits decide about a unit: four units a draw, rates exact to 1/65,536.
      bits = i % 4 == 0 ? random.nextLong() : bits >>> 16;
      mask[i] = (bits & 0xffff) < threshold ? 0 : kept;
    }
    return mask;
  }
}
