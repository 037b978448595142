package io.scstream.models.evaluate;

/**
 * Which coordinates of a latent space are in use: those whose posterior mean varies between cells
 * (Burda et al. 2016, "Importance Weighted Autoencoders").
 */
public final class ActiveUnits {

  /** Variance of the posterior mean above which a coordinate counts as active. */
  public static final double LEAST_VARIANCE = 0.01;

  private ActiveUnits() {}

  /**
   * How many coordinates are active.
   *
   * @param means posterior means, [n, d]
   */
  public static int count(float[][] means) {
    int active = 0;
    for (double variance : variances(means)) {
      active += variance > LEAST_VARIANCE ? 1 : 0;
    }
    return active;
  }

  /** By coordinate, the variance over cells of the posterior mean. */
  public static double[] variances(float[][] means) {
    double[] variances = new double[means[0].length];
    for (double[] row : Codes.centred(Codes.widen(means))) {
      for (int i = 0; i < variances.length; i++) {
        variances[i] += row[i] * row[i] / means.length;
      }
    }
    return variances;
  }
}
