package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.EngineBuffer;
import io.scstream.models.random.CounterRandom;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Function;

/** Switches hidden units off at random and scales the others up, or leaves them alone. */
public final class Dropout {
  private static final int BYTES = 256;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

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

  /**
   * What the hidden units of a layer are multiplied with, [n, h]: 0, or the reciprocal of the share
   * that is kept.
   */
  NDArray mask(String layer, Shape shape, NDManager manager) {
    EngineBuffer kept = EngineBuffer.ofFlags(manager, shape);
    keep(streams.apply(layer), kept.bytes());
    try (NDArray flags = kept.array()) {
      return flags.toType(DataType.FLOAT32, false).muli((float) (1 / (1 - rate)));
    }
  }

  /**
   * A byte decides about a unit, so that a draw of 128 bits is enough for sixteen; the one byte at
   * the border asks for a further number, and rates are exact. Eight bytes are compared at a time.
   */
  private void keep(CounterRandom random, ByteBuffer kept) {
    int border = (int) (rate * BYTES);
    double beyond = rate * BYTES - border;
    kept.order(ByteOrder.LITTLE_ENDIAN);
    long[] bits = new long[(kept.capacity() + Long.BYTES - 1) / Long.BYTES];
    random.fill(bits);
    for (long drawn : bits) {
      long above = atLeast(drawn, border);
      long atBorder = above & ~atLeast(drawn, border + 1);
      while (atBorder != 0) {
        long lowest = Long.lowestOneBit(atBorder);
        above &= random.nextDouble() < beyond ? ~lowest : -1;
        atBorder ^= lowest;
      }
      if (kept.remaining() >= Long.BYTES) {
        kept.putLong(above);
      } else {
        for (; kept.hasRemaining(); above >>>= Byte.SIZE) {
          kept.put((byte) (above & 1));
        }
      }
    }
  }

  /** A 1 in every byte that is at least so much, which is from 0 to 256, and a 0 in the others. */
  private static long atLeast(long bytes, int least) {
    long low = bytes & ~HIGH_BITS;
    if (least <= BYTES / 2) {
      // The high bit stays where the other seven are enough; where it was set, they are.
      return ((((low | HIGH_BITS) - least * ONES) | bytes) >>> 7) & ONES;
    }
    return ((((low | HIGH_BITS) - (least - BYTES / 2) * ONES) & bytes) >>> 7) & ONES;
  }
}
