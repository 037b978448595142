package io.scstream.models.drift;

import java.util.Arrays;

/** Robust summaries and sums of logarithms. */
final class Numbers {
  /** Makes the median absolute deviation of a normal law its standard deviation. */
  private static final double NORMAL = 1.4826;

  private Numbers() {}

  /** log(eᵃ + eᵇ). */
  static double logAdd(double a, double b) {
    double larger = Math.max(a, b);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
  }

  /** NaN of nothing. */
  static double median(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** 1.4826 times the median absolute deviation; NaN of nothing. */
  static double spread(double[] values) {
    double median = median(values);
    return NORMAL * median(Arrays.stream(values).map(value -> Math.abs(value - median)).toArray());
  }
}
