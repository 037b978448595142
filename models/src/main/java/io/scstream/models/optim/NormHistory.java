package io.scstream.models.optim;

import java.util.Arrays;

/**
 * The lengths of the last gradients and the rule that refuses outliers. Every finite length enters
 * the history, refused or not, so that a lasting change of scale is accepted once it fills half of
 * it. Losses of other roles are another scale: when a role comes for the first time, or is gone,
 * the history begins anew.
 */
final class NormHistory {

  /** How many lengths are kept. */
  private static final int LENGTHS = 101;

  /** The lengths and, last, which roles they are of. */
  static final int SIZE = LENGTHS + 1;

  /** Below so many, nothing finite is refused. */
  static final int WARM_UP = 20;

  private static final float NONE = -1;

  private final float[] newestLast;
  private final double maxFactor;
  private float roles;

  NormHistory(float[] values, double maxFactor) {
    this.newestLast = Arrays.copyOf(values, LENGTHS);
    this.roles = values[LENGTHS];
    this.maxFactor = maxFactor;
  }

  /** The next lengths are of gradients of these roles. */
  void meet(int others) {
    if (others != roles) {
      Arrays.fill(newestLast, NONE);
      roles = others;
    }
  }

  static float[] empty() {
    float[] none = new float[SIZE];
    Arrays.fill(none, NONE);
    return none;
  }

  /** Whether to apply a gradient of this length; remembers it. */
  boolean accept(double norm) {
    if (!Double.isFinite(norm)) {
      return false;
    }
    boolean accepted = norm <= maxFactor * median();
    System.arraycopy(newestLast, 1, newestLast, 0, LENGTHS - 1);
    newestLast[LENGTHS - 1] = (float) norm;
    return accepted;
  }

  /** Of the lengths kept; infinite below {@link #WARM_UP}. */
  double median() {
    float[] sorted = newestLast.clone();
    Arrays.sort(sorted);
    int first = 0;
    while (first < LENGTHS && sorted[first] == NONE) {
      first++;
    }
    int known = LENGTHS - first;
    return known < WARM_UP ? Double.POSITIVE_INFINITY : sorted[first + (known - 1) / 2];
  }

  float[] values() {
    float[] values = Arrays.copyOf(newestLast, SIZE);
    values[LENGTHS] = roles;
    return values;
  }
}
