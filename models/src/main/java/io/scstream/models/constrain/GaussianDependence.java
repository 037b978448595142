package io.scstream.models.constrain;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;
import org.ejml.simple.SimpleMatrix;

/**
 * The mutual information of two codes as if they were Gaussian: ½ (log det Σ_a + log det Σ_b − log
 * det Σ_ab), in nats. Sees linear dependence only.
 */
final class GaussianDependence {

  /** Fewer cells tell nothing. */
  static final int MIN_CELLS = 4;

  private static final double RIDGE = 1e-4;

  private GaussianDependence() {}

  static Measured of(Codes a, Codes b) {
    checkInput(
        a.rows() == b.rows(),
        "Invalid codes: %d and %d rows; expected those of the same cells",
        a.rows(),
        b.rows());
    int n = a.rows();
    if (n < MIN_CELLS) {
      return Measured.unknown(a.size(), b.size());
    }
    SimpleMatrix centred = centred(a).concatColumns(centred(b)); // [n, da + db]
    SimpleMatrix joint = centred.transpose().mult(centred).divide(n - 1);
    joint = joint.plus(SimpleMatrix.identity(joint.getNumRows()).scale(RIDGE));
    if (joint.hasUncountable()) {
      return Measured.of(Double.NaN, nan(a.size()), nan(b.size()));
    }
    int split = a.columns();
    int all = joint.getNumRows();
    SimpleMatrix ofA = joint.extractMatrix(0, split, 0, split);
    SimpleMatrix ofB = joint.extractMatrix(split, all, split, all);
    double value = (logDeterminant(ofA) + logDeterminant(ofB) - logDeterminant(joint)) / 2;
    SimpleMatrix byJoint = joint.invert().scale(-1); // twice the derivative
    byJoint.insertIntoThis(0, 0, byJoint.extractMatrix(0, split, 0, split).plus(ofA.invert()));
    byJoint.insertIntoThis(
        split, split, byJoint.extractMatrix(split, all, split, all).plus(ofB.invert()));
    SimpleMatrix gradient = centred.mult(byJoint).divide(n - 1); // [n, da + db]
    return Measured.of(
        value,
        gradient.extractMatrix(0, n, 0, split).getDDRM().getData(),
        gradient.extractMatrix(0, n, split, all).getDDRM().getData());
  }

  private static SimpleMatrix centred(Codes codes) {
    SimpleMatrix centred = new SimpleMatrix(codes.rows(), codes.columns());
    for (int column = 0; column < codes.columns(); column++) {
      double mean = 0;
      for (int row = 0; row < codes.rows(); row++) {
        mean += codes.at(row, column) / codes.rows();
      }
      for (int row = 0; row < codes.rows(); row++) {
        centred.set(row, column, codes.at(row, column) - mean);
      }
    }
    return centred;
  }

  /**
   * Of a positive definite matrix: the sum of the logs of its Cholesky factor's squared diagonal.
   */
  private static double logDeterminant(SimpleMatrix matrix) {
    int size = matrix.getNumRows();
    double[][] factor = new double[size][size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = matrix.get(i, j);
        for (int k = 0; k < j; k++) {
          rest -= factor[i][k] * factor[j][k];
        }
        factor[i][j] = i == j ? Math.sqrt(rest) : rest / factor[j][j];
      }
      sum += 2 * Math.log(factor[i][i]);
    }
    return sum;
  }

  private static double[] nan(int size) {
    double[] values = new double[size];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
