package io.scstream.models.evaluate;

/**
 * Brings columns to mean 0 and variance 1 as measured on the rows it was fitted to. A column that
 * is constant there becomes constant 0 there.
 */
public final class Standardizer {

  private static final double ROUNDING = 1e-12;

  private final double[] means;
  private final double[] deviations;

  private Standardizer(double[] means, double[] deviations) {
    this.means = means;
    this.deviations = deviations;
  }

  /** Measures means and variances of columns, [n, d]. */
  public static Standardizer fit(double[][] codes) {
    double[] means = Codes.means(codes);
    double[] deviations = new double[means.length];
    for (double[] row : Codes.centred(codes)) {
      for (int column = 0; column < row.length; column++) {
        deviations[column] += row[column] * row[column] / codes.length;
      }
    }
    for (int column = 0; column < deviations.length; column++) {
      double deviation = Math.sqrt(deviations[column]);
      // The mean of equal numbers may differ from them by rounding.
      deviations[column] = deviation > ROUNDING * Math.abs(means[column]) ? deviation : 1;
    }
    return new Standardizer(means, deviations);
  }

  /** A copy with the columns brought to the scale of the rows that were fitted to. */
  public double[][] apply(double[][] codes) {
    double[][] standardized = new double[codes.length][means.length];
    for (int row = 0; row < codes.length; row++) {
      for (int column = 0; column < means.length; column++) {
        standardized[row][column] = (codes[row][column] - means[column]) / deviations[column];
      }
    }
    return standardized;
  }
}
