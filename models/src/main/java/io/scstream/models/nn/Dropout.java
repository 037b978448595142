package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.random.CounterRandom;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** Switches hidden units off at random and scales the others up, or leaves them alone. */
public final class Dropout {
  private static final int BYTES = 256;

  private final double rate;
  private final Function<String, CounterRandom> streams;

  private Dropout(double rate, Function<String, CounterRandom> streams) {
    this.rate = rate;
    this.streams = streams;
  }

  /** For scores and embeddings. */
  public static Dropout none() {
    return of(
        0,
        layer -> {
          throw new IllegalStateException("Nothing is dropped in " + layer);
        });
  }

  /** For training; masks come from the random stream of each layer, which is named for that. */
  public static Dropout of(double rate, Function<String, CounterRandom> streams) {
    return new Dropout(rate, streams);
  }

  boolean isOn() {
    return rate > 0;
  }

  /** What units are multiplied with that are kept. */
  float scale() {
    return (float) (1 / (1 - rate));
  }

  /** Which hidden units of a layer are kept, as bytes of 0 and 1, [n, h]. */
  NDArray mask(String layer, Shape shape, NDManager manager) {
    byte[] kept = kept(streams.apply(layer), (int) shape.size());
    return manager.create(ByteBuffer.wrap(kept), shape, DataType.BOOLEAN);
  }

  /**
   * A byte decides about a unit, so that a draw of 128 bits is enough for sixteen; the one byte at
   * the border asks for a further number, and rates are exact.
   */
  private byte[] kept(CounterRandom random, int size) {
    int border = (int) (rate * BYTES);
    double beyond = rate * BYTES - border;
    byte[] kept = new byte[size];
    long[] bits = new long[(size + Long.BYTES - 1) / Long.BYTES];
    random.fill(bits);
    for (int i = 0; i < size; i++) {
      int drawn = (int) (bits[i >> 3] >>> ((i & 7) << 3)) & 0xff;
      kept[i] = (byte) (drawn < border ? 0 : 1);
      if (drawn == border) {
        kept[i] = (byte) (random.nextDouble() < beyond ? 0 : 1);
      }
    }
    return kept;
  }
}
