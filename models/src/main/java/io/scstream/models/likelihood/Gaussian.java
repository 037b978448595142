package io.scstream.models.likelihood;

/** One value with a mean and a log-variance. */
public final class Gaussian {

  static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private Gaussian() {}

  public static double logProbability(double x, double mean, double logVariance) {
    double d = x - mean;
    return -0.5 * (d * d * Math.exp(-logVariance) + logVariance + LOG_TWO_PI);
  }

  /** ∂ log p / ∂ mean. */
  public static double byMean(double x, double mean, double logVariance) {
    return (x - mean) * Math.exp(-logVariance);
  }

  /** ∂ log p / ∂ log-variance. */
  public static double byLogVariance(double x, double mean, double logVariance) {
    double d = x - mean;
    return 0.5 * (d * d * Math.exp(-logVariance) - 1);
  }
}
