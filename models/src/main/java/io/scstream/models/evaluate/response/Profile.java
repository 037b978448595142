package io.scstream.models.evaluate.response;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;
import java.util.List;

/** Mean and variance of every gene over the cells of one condition, measured or predicted. */
public final class Profile {
  private final int cells;
  private final double[] means;
  private final double[] variances;

  private Profile(int cells, double[] means, double[] variances) {
    this.cells = cells;
    this.means = means;
    this.variances = variances;
  }

  /** Of cells [n, G], at least one; variances are over n − 1, and 0 for a single cell. */
  public static Profile of(List<float[]> rows) {
    checkInput(!rows.isEmpty(), "Invalid profile: no cells; expected at least one");
    double[] means = new double[rows.get(0).length];
    double[] squares = new double[means.length];
    int cells = 0;
    for (float[] row : rows) {
      checkInput(
          row.length == means.length,
          "Invalid profile: %d genes in a cell; expected %d",
          row.length,
          means.length);
      cells++;
      for (int gene = 0; gene < means.length; gene++) {
        double off = row[gene] - means[gene];
        means[gene] += off / cells;
        squares[gene] += off * (row[gene] - means[gene]);
      }
    }
    for (int gene = 0; gene < means.length; gene++) {
      squares[gene] /= Math.max(1, cells - 1);
    }
    return new Profile(cells, means, squares);
  }

  /** A prediction of means and variances, [G] each. */
  public static Profile of(double[] means, double[] variances) {
    checkInput(
        means.length == variances.length && means.length > 0,
        "Invalid profile: %d means and %d variances; expected as many of both",
        means.length,
        variances.length);
    return new Profile(0, means.clone(), variances.clone());
  }

  /** A prediction of means whose spread nothing is said of, [G]. */
  public static Profile ofMeans(double[] means) {
    double[] unknown = new double[means.length];
    Arrays.fill(unknown, Double.NaN);
    return of(means, unknown);
  }

  /** The number of cells; 0 of a prediction. */
  public int cells() {
    return cells;
  }

  public int genes() {
    return means.length;
  }

  public double mean(int gene) {
    return means[gene];
  }

  /** NaN where unknown. */
  public double variance(int gene) {
    return variances[gene];
  }

  /** A copy. */
  public double[] means() {
    return means.clone();
  }

  /** A copy. */
  public double[] variances() {
    return variances.clone();
  }
}
