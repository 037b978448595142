package io.scstream.models.drift.signal;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.evaluate.Codes;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.simple.SimpleMatrix;

/**
 * A linear map after which rows like those that it was made of have mean 0 and about unit variance
 * in every direction: the inverse of the Cholesky factor of their covariance, to which a hundredth
 * of the mean variance is added, so that directions without any are not blown up.
 */
public final class Whitening {
  private static final double FLOOR = 0.01;

  /** Of the squares of all numbers: what is left beside their means is rounding. */
  private static final double NOTHING = 1e-12;

  private final double[] means;

  /** [p, p]. */
  private final double[][] map;

  private Whitening(double[] means, double[][] map) {
    this.means = means;
    this.map = map;
  }

  /**
   * Of rows.
   *
   * @param rows [n, p] that are not all alike, see {@link #varies}
   */
  public static Whitening of(double[][] rows) {
    checkInput(varies(rows), "Invalid rows: %d, all alike; expected some that vary", rows.length);
    int p = rows[0].length;
    SimpleMatrix centred = new SimpleMatrix(Codes.centred(rows));
    SimpleMatrix covariance = centred.transpose().mult(centred).divide(rows.length - 1.0);
    SimpleMatrix raised =
        covariance.plus(SimpleMatrix.identity(p).scale(FLOOR * covariance.trace() / p));
    CholeskyDecomposition_F64<DMatrixRMaj> factor = DecompositionFactory_DDRM.chol(p, true);
    checkInput(
        factor.decompose(raised.getMatrix()),
        "Invalid rows: no Cholesky factor of their covariance; expected smaller numbers");
    return new Whitening(
        Codes.means(rows), SimpleMatrix.wrap(factor.getT(null)).invert().toArray2());
  }

  /** Whether there is any variance beyond rounding, and all numbers are finite. */
  public static boolean varies(double[][] rows) {
    if (rows.length < 2) {
      return false;
    }
    double[] means = Codes.means(rows);
    double squares = 0;
    double all = 0;
    for (double[] row : rows) {
      squares += Codes.squaredDistance(row, means);
      all += Codes.dot(row, row);
    }
    return squares > NOTHING * all && Double.isFinite(squares);
  }

  /** Maps a row of p numbers; a fresh array. */
  public double[] apply(double[] row) {
    double[] mapped = new double[map.length];
    for (int k = 0; k < mapped.length; k++) {
      for (int j = 0; j < row.length; j++) {
        mapped[k] += map[k][j] * (row[j] - means[j]);
      }
    }
    return mapped;
  }
}
