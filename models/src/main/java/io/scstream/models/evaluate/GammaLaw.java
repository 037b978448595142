package io.scstream.models.evaluate;

import org.hipparchus.special.Gamma;

/**
 * The gamma law of a given mean and variance, which stands for that of a positively weighted sum of
 * χ² variables (Satterthwaite 1946; Welch 1938).
 */
public final class GammaLaw {
  private final double shape;
  private final double scale;

  private GammaLaw(double shape, double scale) {
    this.shape = shape;
    this.scale = scale;
  }

  /** Of these moments; of a law that is all at 0 if either is not positive. */
  public static GammaLaw of(double mean, double variance) {
    return mean > 0 && variance > 0
        ? new GammaLaw(mean * mean / variance, variance / mean)
        : new GammaLaw(0, 0);
  }

  /** The chance of at least so much; 1 for 0 or less. */
  public double tail(double value) {
    if (shape == 0) {
      return 1; // Nothing varies, so nothing can be told.
    }
    return value <= 0 ? 1 : Gamma.regularizedGammaQ(shape, value / scale);
  }
}
