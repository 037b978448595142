package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import org.ejml.simple.SimpleMatrix;

/**
 * Mutual information of two blocks of codes as if they were jointly Gaussian: ½(log det Σ_z + log
 * det Σ_s − log det Σ_zs). Cheap, and blind to dependence that is not linear.
 */
public final class GaussianDependence {

  /** Added to every variance, so that unused coordinates have a determinant. */
  static final double RIDGE = 1e-4;

  private GaussianDependence() {}

  /**
   * In nats, at least 0 up to rounding. Of independent blocks about d k / (2n).
   *
   * @param first [n, d]
   * @param second [n, k]
   */
  public static double nats(float[][] first, float[][] second) {
    SimpleMatrix joint = covariance(first, second);
    return nats(joint, first[0].length);
  }

  /**
   * The chance of so large a value if the blocks were independent.
   *
   * @param permutations drawn; 200 is usual
   */
  public static double pValue(float[][] first, float[][] second, int permutations, long seed) {
    return Permutations.pValue(
        order -> {
          float[][] reordered = new float[order.length][];
          for (int i = 0; i < order.length; i++) {
            reordered[i] = second[order[i]];
          }
          return nats(first, reordered);
        },
        second.length,
        permutations,
        seed);
  }

  private static double nats(SimpleMatrix joint, int split) {
    int end = joint.getNumRows();
    double blocks =
        logDeterminant(joint.extractMatrix(0, split, 0, split))
            + logDeterminant(joint.extractMatrix(split, end, split, end));
    return (blocks - logDeterminant(joint)) / 2;
  }

  private static SimpleMatrix covariance(float[][] first, float[][] second) {
    SimpleMatrix a = new SimpleMatrix(Codes.centred(Codes.widen(first)));
    SimpleMatrix b = new SimpleMatrix(Codes.centred(Codes.widen(second)));
    checkInput(
        a.getNumRows() == b.getNumRows() && a.getNumRows() > 1,
        "Invalid blocks: %d and %d rows; expected the same number above 1",
        a.getNumRows(),
        b.getNumRows());
    SimpleMatrix both = a.concatColumns(b);
    SimpleMatrix ridge = SimpleMatrix.identity(both.getNumCols()).scale(RIDGE);
    return both.transpose().mult(both).divide(both.getNumRows() - 1.0).plus(ridge);
  }

  /** Of a positive definite matrix, by its spectrum, since the determinant itself may underflow. */
  private static double logDeterminant(SimpleMatrix matrix) {
    double sum = 0;
    for (double value : matrix.svd().getSingularValues()) {
      sum += Math.log(value);
    }
    return sum;
  }
}
