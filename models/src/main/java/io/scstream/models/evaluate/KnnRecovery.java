package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;
import org.ejml.simple.SimpleMatrix;

/**
 * How much of one block of variables the 15 nearest neighbours in another predict. Sees nonlinear
 * leakage that {@link BlockRecovery} misses, and unused coordinates do not flatter it.
 */
public final class KnnRecovery {

  /** Neighbours that are averaged. */
  static final int NEIGHBOURS = 15;

  private KnnRecovery() {}

  /**
   * The truth of a row in the second half is predicted by the mean truth of its 15 nearest rows in
   * the first half, by the codes standardized on that half; the mean over the columns of truth of 1
   * − residual sum of squares / total sum of squares. Rows must be in no particular order. Negative
   * where the prediction is worse than the mean. Takes time of order n² d.
   *
   * @param codes [n, d]
   * @param truth [n, k]
   */
  public static double rSquared(float[][] codes, float[][] truth) {
    int half = codes.length / 2;
    checkInput(
        codes.length == truth.length && half > NEIGHBOURS,
        "Invalid blocks: %d and %d rows; expected the same number, above %d",
        codes.length,
        truth.length,
        2 * NEIGHBOURS);
    double[][] wide = Codes.widen(codes);
    double[][] first = Arrays.copyOfRange(wide, 0, half);
    Standardizer standardizer = Standardizer.fit(first);
    Neighbours neighbours = new Neighbours(standardizer.apply(first), NEIGHBOURS);
    double[][] known = Codes.widen(truth);
    double[][] points = standardizer.apply(Arrays.copyOfRange(wide, half, wide.length));
    double[][] predicted = new double[points.length][];
    for (int row = 0; row < points.length; row++) {
      int[] nearest = neighbours.of(points[row], Neighbours.NONE);
      predicted[row] = Codes.means(Codes.rows(known, nearest));
    }
    double[][] actual = Arrays.copyOfRange(known, half, known.length);
    return BlockRecovery.explained(new SimpleMatrix(actual), new SimpleMatrix(predicted));
  }
}
