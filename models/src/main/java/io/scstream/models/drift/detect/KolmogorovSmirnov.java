package io.scstream.models.drift.detect;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;
import org.hipparchus.special.Gamma;

/**
 * The two-sample test of Kolmogorov and Smirnov for samples of one size.
 *
 * @param distance D, the largest difference of the distribution functions, 0 to 1
 * @param p the exact chance of such a distance or a larger one if there are no ties, 0 to 1
 */
public record KolmogorovSmirnov(double distance, double p) {
  /** Of two samples, each of n values, n at least 1. */
  public static KolmogorovSmirnov of(double[] x, double[] y) {
    checkInput(
        x.length == y.length && x.length > 0,
        "Invalid samples: %d and %d values; expected as many, and 1 or more",
        x.length,
        y.length);
    int steps = steps(sorted(x), sorted(y));
    return new KolmogorovSmirnov((double) steps / x.length, chance(x.length, steps));
  }

  private static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /** n times the distance, a whole number. */
  private static int steps(double[] x, double[] y) {
    int largest = 0;
    int i = 0;
    int j = 0;
    while (i < x.length && j < y.length) {
      double at = Math.min(x[i], y[j]);
      while (i < x.length && x[i] == at) {
        i++;
      }
      while (j < y.length && y[j] == at) {
        j++;
      }
      largest = Math.max(largest, Math.abs(i - j));
    }
    return largest;
  }

  /**
   * P(n D ≥ k) = 2 Σ (−1)^(j+1) C(2n, n − jk) / C(2n, n) over j = 1, ..., ⌊n/k⌋ (Gnedenko and
   * Korolyuk 1951).
   */
  private static double chance(int n, int k) {
    if (k == 0) {
      return 1;
    }
    double sum = 0;
    for (int j = 1; j * k <= n; j++) {
      double ratio =
          Math.exp(
              2 * Gamma.logGamma(n + 1.0)
                  - Gamma.logGamma(n - (double) j * k + 1)
                  - Gamma.logGamma(n + (double) j * k + 1));
      sum += j % 2 == 1 ? ratio : -ratio;
    }
    return Math.min(1, Math.max(0, 2 * sum));
  }
}
