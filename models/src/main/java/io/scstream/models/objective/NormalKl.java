package io.scstream.models.objective;

/** The divergence of a diagonal normal posterior from a normal prior, in closed form. */
public final class NormalKl {

  private NormalKl() {}

  /** Of one coordinate from the standard normal law: ½(m² + v − 1 − log v). */
  public static double of(double mean, double variance) {
    return 0.5 * (mean * mean + variance - 1 - Math.log(variance));
  }

  /** The same, of one whose log-variance is known. */
  public static double ofLog(double mean, double variance, double logVariance) {
    return 0.5 * (mean * mean + variance - 1 - logVariance);
  }

  /** Of one coordinate from N(m₀, v₀): ½[(v + (m − m₀)²)/v₀ − 1 − log(v/v₀)]. */
  public static double of(double mean, double variance, double priorMean, double priorVariance) {
    double d = mean - priorMean;
    return 0.5 * ((variance + d * d) / priorVariance - 1 - Math.log(variance / priorVariance));
  }
}
