package io.scstream.models.likelihood;

/**
 * One count with mean μ and inverse dispersion θ = e^r, variance μ + μ²/θ. Written so that it tends
 * to the Poisson law without cancellation as θ grows: log p = A(x,θ) + x (log μ − u) − θ u − log x!
 * with u = log(1 + μ/θ) = softplus(log μ − r).
 */
public final class NegativeBinomial {

  private NegativeBinomial() {}

  public static double logProbability(int x, double logMean, double r) {
    double theta = Math.exp(r);
    return logProbability(x, logMean, r, RisingFactorial.logRatio(x, theta));
  }

  /** With A(x,θ) given. */
  static double logProbability(int x, double logMean, double r, double logRatio) {
    double u = Links.softplus(logMean - r);
    return logRatio + x * (logMean - u) - Math.exp(r) * u - RisingFactorial.logFactorial(x);
  }

  /** ∂ log p / ∂ log μ = θ (x − μ) / (θ + μ). */
  public static double byLogMean(int x, double logMean, double r) {
    double share = Links.sigmoid(logMean - r); // μ / (θ + μ)
    return x * (1 - share) - Math.exp(r) * share;
  }

  /** ∂ log p / ∂ r. */
  public static double byDispersion(int x, double logMean, double r) {
    double theta = Math.exp(r);
    return byDispersion(x, logMean, r, RisingFactorial.digammaDifference(x, theta));
  }

  /** With ψ(x+θ) − ψ(θ) given. */
  static double byDispersion(int x, double logMean, double r, double digammaDifference) {
    double theta = Math.exp(r);
    double t = logMean - r;
    double share = Links.sigmoid(t);
    return theta * (digammaDifference - Links.softplus(t) + share) - x * (1 - share);
  }
}
