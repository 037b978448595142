package io.scstream.models.random;

import static io.scstream.models.ModelException.checkInput;

import java.util.random.RandomGenerator;

/**
 * A stream of chance that is fully named by a seed, a step and a purpose. Philox4x32-10 (Salmon et
 * al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3"): the step and a block number form the
 * 128-bit counter, the seed and the purpose form the key, so streams of different steps never
 * overlap and nothing needs to be saved to go on after a restart.
 *
 * <p>Not thread-safe; make one where it is used.
 */
public final class CounterRandom implements RandomGenerator {

  private static final double TWO_PI = 2 * Math.PI;

  private final long key;
  private final long step;
  private long block;
  private long spare;
  private boolean hasSpare;

  private CounterRandom(long key, long step) {
    this.key = key;
    this.step = step;
  }

  /** The stream of this purpose at this step. */
  public static CounterRandom of(long seed, long step, String purpose) {
    long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits
    for (int i = 0; i < purpose.length(); i++) {
      hash = (hash ^ purpose.charAt(i)) * 0x100000001b3L;
    }
    return new CounterRandom(mix(mix(seed + 0x9e3779b97f4a7c15L) ^ hash), step);
  }

  @Override
  public long nextLong() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    int[] words = Philox.block(block++, step, key);
    spare = join(words[3], words[2]);
    hasSpare = true;
    return join(words[1], words[0]);
  }

  /** Fills with the next numbers of {@link #nextLong}. */
  public void fill(long[] out) {
    int at = 0;
    if (hasSpare && out.length > 0) {
      out[at++] = nextLong();
    }
    for (; at + 1 < out.length; at += 2) {
      int[] words = Philox.block(block++, step, key);
      out[at] = join(words[1], words[0]);
      out[at + 1] = join(words[3], words[2]);
    }
    if (at < out.length) {
      out[at] = nextLong();
    }
  }

  @Override
  public int nextInt(int bound) {
    checkInput(bound > 0, "Invalid bound: %d; expected a positive number", bound);
    // Lemire's multiplication with rejection: unbiased for every bound.
    long product = (nextLong() >>> 32) * bound;
    if ((product & 0xffffffffL) < bound) {
      long threshold = (0x100000000L - bound) % bound;
      while ((product & 0xffffffffL) < threshold) {
        product = (nextLong() >>> 32) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /** A number from 0 to below 1, with 53 random bits. */
  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Fills with independent standard normal draws (Box and Muller 1958). */
  public void fillGaussian(float[] out) {
    for (int i = 0; i < out.length; i += 2) {
      // StrictMath, so that a machine's own sine does not change the stream.
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
      double angle = TWO_PI * nextDouble();
      out[i] = (float) (radius * StrictMath.cos(angle));
      if (i + 1 < out.length) {
        out[i + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
  }

  @Override
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(TWO_PI * nextDouble());
  }

  /** The numbers 0 to n - 1 in random order (Fisher and Yates). */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long join(int high, int low) {
    return ((long) high << 32) | (low & 0xffffffffL);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
