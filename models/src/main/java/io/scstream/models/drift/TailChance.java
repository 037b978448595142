package io.scstream.models.drift;

import java.util.Arrays;

/**
 * The chance of a reading at least this large, given earlier ones. A rank among n readings cannot
 * be below 1/(n + 1), however far off a reading is. So the largest quarter of them is taken for a
 * tail that falls like an exponential one or faster, as those of squared distances and of normal
 * scores do: of the k largest and the (k + 1)th, u, with mean excess β over it,
 *
 * <p>P(X &gt; x) ≤ (k + 1)/(n + 1) · (1 + (x − u)/(kβ))^(−k), x &gt; u.
 *
 * <p>The first factor is exact for exchangeable readings. So is the second for an exponential tail,
 * whose excesses over one of its order statistics are independent and exponential again (Rényi
 * 1953): the ratio of one of them to the sum of k others has that law, so that what is not known of
 * β is in it. For lighter tails it is an upper bound in effect; heavier ones, such as those of
 * counts that were not transformed, break it.
 */
final class TailChance {
  /** Readings in the tail at least; below that nothing can be said beyond the rank. */
  private static final int LEAST = 5;

  private static final int MOST = 25;

  private TailChance() {}

  /** Readings of a history of this size that make its tail; 0 if there are too few. */
  static int tail(int size) {
    int tail = Math.min(size / 4, MOST);
    return tail < LEAST ? 0 : tail;
  }

  /**
   * The chance, above 0 and at most 1.
   *
   * @param history earlier readings; of any order
   * @param rank the chance by the rank alone, which is the answer for what is not beyond the tail
   */
  static double of(double reading, double[] history, double rank) {
    int k = tail(history.length);
    if (k == 0) {
      return rank;
    }
    double[] sorted = history.clone();
    Arrays.sort(sorted);
    int threshold = sorted.length - k - 1;
    double u = sorted[threshold];
    double excess = 0; // kβ
    for (int i = threshold + 1; i < sorted.length; i++) {
      excess += sorted[i] - u;
    }
    return reading <= u || excess == 0
        ? rank
        : (k + 1.0) / (sorted.length + 1) * Math.pow(1 + (reading - u) / excess, -k);
  }
}
