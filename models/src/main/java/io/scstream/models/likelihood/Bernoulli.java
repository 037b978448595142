package io.scstream.models.likelihood;

/** Whether something was seen, by the logit of its probability. */
public final class Bernoulli {

  private Bernoulli() {}

  public static double logProbability(boolean seen, double logit) {
    return -Links.softplus(seen ? -logit : logit);
  }

  /** ∂ log p / ∂ logit. */
  public static double byLogit(boolean seen, double logit) {
    return seen ? Links.sigmoid(-logit) : -Links.sigmoid(logit);
  }
}
