package io.scstream.models.evaluate.independence;

import io.scstream.models.evaluate.Codes;

/** Columns with mean 0 and variance 1, the variance over n − 1 as in the tests' first programs. */
final class UnitScores {
  private UnitScores() {}

  /** A copy; a column that is constant becomes 0. */
  static double[][] of(double[][] rows) {
    double[][] scores = Codes.centred(rows);
    for (int column = 0; column < scores[0].length; column++) {
      double largest = 0;
      double squares = 0;
      for (int row = 0; row < scores.length; row++) {
        largest = Math.max(largest, Math.abs(rows[row][column]));
        squares += scores[row][column] * scores[row][column];
      }
      double deviation = Math.sqrt(squares / (scores.length - 1));
      // The mean of equal numbers may differ from them by rounding.
      double factor = deviation > 1e-12 * largest ? 1 / deviation : 0;
      for (double[] row : scores) {
        row[column] *= factor;
      }
    }
    return scores;
  }

  /** Two blocks of columns side by side, the second times a factor. */
  static double[][] beside(double[][] first, double[][] second, double factor) {
    double[][] both = new double[first.length][first[0].length + second[0].length];
    for (int row = 0; row < both.length; row++) {
      System.arraycopy(first[row], 0, both[row], 0, first[row].length);
      for (int column = 0; column < second[row].length; column++) {
        both[row][first[row].length + column] = factor * second[row][column];
      }
    }
    return both;
  }
}
