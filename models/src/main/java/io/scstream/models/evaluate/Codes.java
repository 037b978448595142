package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

/** Blocks of latent codes, one row per cell, widened to double. */
public final class Codes {

  private Codes() {}

  /**
   * A copy in double.
   *
   * @throws io.scstream.models.ModelException if there is no row or no column, if rows differ in
   *     length, or if a value is not finite
   */
  public static double[][] widen(float[][] codes) {
    checkInput(
        codes.length > 0 && codes[0].length > 0,
        "Invalid codes: no rows or no columns; expected one or more of each");
    double[][] wide = new double[codes.length][codes[0].length];
    for (int row = 0; row < codes.length; row++) {
      checkInput(
          codes[row].length == wide[row].length,
          "Invalid codes: %d columns in row %d; expected %d",
          codes[row].length,
          row,
          wide[row].length);
      for (int column = 0; column < wide[row].length; column++) {
        checkInput(
            Float.isFinite(codes[row][column]),
            "Invalid code: %s in row %d; expected a finite number",
            codes[row][column],
            row);
        wide[row][column] = codes[row][column];
      }
    }
    return wide;
  }

  /** Refuses blocks of different cells. */
  public static void checkPaired(double[][] first, double[][] second) {
    checkInput(
        first.length == second.length,
        "Invalid blocks: %d and %d rows; expected the same number",
        first.length,
        second.length);
  }

  /** These rows, not copied. */
  public static double[][] rows(double[][] codes, int[] rows) {
    double[][] chosen = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = codes[rows[i]];
    }
    return chosen;
  }

  /** The sum of products of two rows. */
  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** ‖a − b‖². */
  public static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  /** Mean of each column. */
  public static double[] means(double[][] codes) {
    double[] means = new double[codes[0].length];
    for (double[] row : codes) {
      for (int column = 0; column < means.length; column++) {
        means[column] += row[column] / codes.length;
      }
    }
    return means;
  }

  /** A copy whose columns have mean 0. */
  public static double[][] centred(double[][] codes) {
    double[] means = means(codes);
    double[][] centred = new double[codes.length][means.length];
    for (int row = 0; row < codes.length; row++) {
      for (int column = 0; column < means.length; column++) {
        centred[row][column] = codes[row][column] - means[column];
      }
    }
    return centred;
  }
}
