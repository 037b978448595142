package io.scstream.models.likelihood;

/** A negative binomial count that is replaced by zero with probability sigmoid(π). */
public final class ZeroInflatedNegativeBinomial {

  private ZeroInflatedNegativeBinomial() {}

  public static double logProbability(int x, double logMean, double r, double zeroLogit) {
    if (x > 0) {
      return NegativeBinomial.logProbability(x, logMean, r) - Links.softplus(zeroLogit);
    }
    double logZero = NegativeBinomial.logProbability(0, logMean, r);
    return Links.softplus(logZero - zeroLogit) - Links.softplus(-zeroLogit);
  }

  /** ∂ log p / ∂ log μ. */
  public static double byLogMean(int x, double logMean, double r, double zeroLogit) {
    return countShare(x, logMean, r, zeroLogit) * NegativeBinomial.byLogMean(x, logMean, r);
  }

  /** ∂ log p / ∂ r. */
  public static double byDispersion(int x, double logMean, double r, double zeroLogit) {
    return countShare(x, logMean, r, zeroLogit) * NegativeBinomial.byDispersion(x, logMean, r);
  }

  /** ∂ log p / ∂ π. */
  public static double byZeroLogit(int x, double logMean, double r, double zeroLogit) {
    // 1 − share − sigmoid(π), which at a zero is sigmoid(−π) − share.
    return Links.sigmoid(-zeroLogit) - countShare(x, logMean, r, zeroLogit);
  }

  /** The posterior probability that the count was not replaced. */
  private static double countShare(int x, double logMean, double r, double zeroLogit) {
    return x > 0 ? 1 : Links.sigmoid(NegativeBinomial.logProbability(0, logMean, r) - zeroLogit);
  }
}
