package io.scstream.models.spec;

/** What a constraint measures; every one is 0 or near 0 when nothing leaks. */
public enum ConstraintFunctional {
  /** Dependence of both codes of target cells: normalized HSIC, less that of shuffled rows. */
  DEPENDENCE,
  /** Whether the background codes of both roles have one law: MMD². */
  BACKGROUND_MATCH,
  /** The mean squared length of the salient codes of background cells. */
  SALIENT_SILENCE,
  /** Linear dependence of both codes of target cells: mutual information of Gaussians, in nats. */
  GAUSSIAN_DEPENDENCE;

  /**
   * A threshold to begin with. The one of GAUSSIAN_DEPENDENCE is about the value that independent
   * codes of 100 cells show.
   */
  public double defaultThreshold(int backgroundLatent, int salientLatent) {
    return switch (this) {
      case DEPENDENCE -> 0.01;
      case BACKGROUND_MATCH -> 0.005;
      case SALIENT_SILENCE -> 0.1 * salientLatent;
      case GAUSSIAN_DEPENDENCE -> 0.005 * backgroundLatent * salientLatent;
    };
  }
}
