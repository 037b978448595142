package io.scstream.models.likelihood;

/** One count with mean μ, by log μ. */
public final class Poisson {

  private Poisson() {}

  public static double logProbability(int x, double logMean) {
    return x * logMean - Math.exp(logMean) - RisingFactorial.logFactorial(x);
  }

  /** ∂ log p / ∂ log μ. */
  public static double byLogMean(int x, double logMean) {
    return x - Math.exp(logMean);
  }
}
