package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

/**
 * The squared maximum mean discrepancy of two sets of codes, [n, d] and [m, d], as the biased
 * V-statistic: mean k(a, a') + mean k(b, b') − 2 mean k(a, b) (Gretton et al. 2012). At least 0;
 * sets of the same law give about (1/n + 1/m)(1 − mean k). Takes time of order (n + m)² d.
 */
public final class Mmd {

  private Mmd() {}

  /** The mean over the bandwidths γ/4, γ and 4γ, with γ of {@link Kernels#gamma}. */
  public static double squared(float[][] first, float[][] second) {
    return squared(Codes.widen(first), Codes.widen(second));
  }

  static double squared(double[][] first, double[][] second) {
    double gamma = Kernels.gamma(first[0].length);
    return sum(first, second, gamma / 4, gamma, 4 * gamma) / 3;
  }

  /** The sum over given bandwidths γ, each above 0. */
  public static double sum(float[][] first, float[][] second, double... gammas) {
    return sum(Codes.widen(first), Codes.widen(second), gammas);
  }

  static double sum(double[][] first, double[][] second, double... gammas) {
    checkInput(
        first[0].length == second[0].length,
        "Invalid codes: %d and %d columns; expected the same number",
        first[0].length,
        second[0].length);
    checkInput(gammas.length > 0, "Invalid bandwidths: none; expected one or more");
    for (double gamma : gammas) {
      checkInput(gamma > 0, "Invalid bandwidth: %s; expected a positive number", gamma);
    }
    double squared =
        mean(first, first, gammas) + mean(second, second, gammas) - 2 * mean(first, second, gammas);
    // Rounding alone can bring it below.
    return Math.max(0, squared);
  }

  private static double mean(double[][] first, double[][] second, double[] gammas) {
    double sum = 0;
    for (double[] a : first) {
      double ofRow = 0;
      for (double[] b : second) {
        double distance = Codes.squaredDistance(a, b);
        for (double gamma : gammas) {
          ofRow += Math.exp(-gamma * distance);
        }
      }
      sum += ofRow;
    }
    return sum / first.length / second.length;
  }
}
