package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import org.ejml.simple.SimpleMatrix;

/**
 * How much of one block of variables a linear map of another explains. Latent blocks are
 * identifiable up to such a map only, so this, not a correlation of coordinates, measures recovery;
 * across blocks it measures leakage.
 */
public final class BlockRecovery {

  private BlockRecovery() {}

  /**
   * Least squares with intercept on the first half of the rows; on the second half, the mean over
   * the columns of truth of 1 − residual sum of squares / total sum of squares. Rows must be in no
   * particular order. Negative where the map predicts worse than the mean.
   *
   * @param codes [n, d]
   * @param truth [n, k]
   */
  public static double rSquared(float[][] codes, float[][] truth) {
    int half = codes.length / 2;
    checkInput(
        codes.length == truth.length && half > codes[0].length + 1,
        "Invalid blocks: %d and %d rows; expected the same number, above twice the columns",
        codes.length,
        truth.length);
    SimpleMatrix map = withIntercept(codes, 0, half).solve(matrix(truth, 0, half));
    SimpleMatrix actual = matrix(truth, half, truth.length);
    return explained(actual, withIntercept(codes, half, codes.length).mult(map));
  }

  /** The mean over the columns of 1 − residual sum of squares / total sum of squares. */
  static double explained(SimpleMatrix actual, SimpleMatrix predicted) {
    SimpleMatrix residuals = actual.minus(predicted);
    double sum = 0;
    for (int column = 0; column < actual.getNumCols(); column++) {
      SimpleMatrix values = actual.extractVector(false, column);
      double mean = values.elementSum() / values.getNumRows();
      double total = values.minus(mean).elementPower(2).elementSum();
      checkInput(total > 0, "Invalid truth: column %d is constant; expected variation", column);
      sum += 1 - residuals.extractVector(false, column).elementPower(2).elementSum() / total;
    }
    return sum / actual.getNumCols();
  }

  private static SimpleMatrix matrix(float[][] rows, int from, int to) {
    SimpleMatrix matrix = new SimpleMatrix(to - from, rows[0].length);
    for (int row = from; row < to; row++) {
      for (int column = 0; column < rows[row].length; column++) {
        matrix.set(row - from, column, rows[row][column]);
      }
    }
    return matrix;
  }

  private static SimpleMatrix withIntercept(float[][] rows, int from, int to) {
    SimpleMatrix ones = new SimpleMatrix(to - from, 1);
    ones.fill(1);
    return ones.concatColumns(matrix(rows, from, to));
  }
}
