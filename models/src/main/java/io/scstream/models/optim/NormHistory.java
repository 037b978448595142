package io.scstream.models.optim;

import java.util.Arrays;

/**
 * The lengths of the last gradients and the rule that refuses outliers. Every finite length enters
 * the history, refused or not, so that a lasting change of scale is accepted once it fills half of
 * it.
 */
final class NormHistory {

  /** How many lengths are kept. */
  static final int SIZE = 101;

  /** Below so many, nothing finite is refused. */
  static final int WARM_UP = 20;

  private static final float NONE = -1;

  private final float[] newestLast;
  private final double maxFactor;

  NormHistory(float[] newestLast, double maxFactor) {
    this.newestLast = newestLast.clone();
    this.maxFactor = maxFactor;
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
    System.arraycopy(newestLast, 1, newestLast, 0, SIZE - 1);
    newestLast[SIZE - 1] = (float) norm;
    return accepted;
  }

  /** Of the lengths kept; infinite below {@link #WARM_UP}. */
  double median() {
    float[] sorted = newestLast.clone();
    Arrays.sort(sorted);
    int first = 0;
    while (first < SIZE && sorted[first] == NONE) {
      first++;
    }
    int known = SIZE - first;
    return known < WARM_UP ? Double.POSITIVE_INFINITY : sorted[first + (known - 1) / 2];
  }

  float[] values() {
    return newestLast.clone();
  }
}
