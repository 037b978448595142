package io.scstream.models.gauge;

import static io.scstream.models.ModelException.checkInput;

import java.util.ArrayList;
import java.util.List;
import org.ejml.simple.SimpleMatrix;
import org.ejml.simple.SimpleSVD;

/**
 * The rotation that brings codes nearest to where they lay before (Schönemann 1966, "A generalized
 * solution of the orthogonal Procrustes problem"): W = U Vᵀ from the singular vectors of XᵀY, with
 * X the new and Y the old codes of the same cells, both centred. Reflections are allowed, since the
 * likelihood does not tell them from rotations. Shifts are not: the prior holds the origin.
 */
public final class Procrustes {

  /**
   * Share of the largest singular value below which a direction counts as unused in one of the two
   * blocks: a hundredth of the deviation of the widest direction in both.
   */
  private static final double UNUSED = 1e-4;

  private Procrustes() {}

  /**
   * The orthogonal W with least ‖X W − Y‖. It is unique, whatever signs and order the singular
   * vectors come in and also where singular values are equal, as long as none is 0. Directions that
   * are unused, where the cells say nothing, are turned as little as the others allow: a panel
   * without any variation gives the identity.
   *
   * @param codes of the new model, [n, d]
   * @param reference of the same cells, [n, d]
   */
  public static Rotation align(float[][] codes, float[][] reference) {
    SimpleMatrix x = centred(codes);
    SimpleMatrix y = centred(reference);
    checkAlike(x, y);
    SimpleSVD<SimpleMatrix> parts = x.transpose().mult(y).svd();
    double[] values = parts.getSingularValues();
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, value);
    }
    List<Integer> used = new ArrayList<>();
    List<Integer> unused = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      (values[i] > UNUSED * largest ? used : unused).add(i);
    }
    SimpleMatrix u = parts.getU();
    SimpleMatrix v = parts.getV();
    SimpleMatrix from = columns(u, unused);
    SimpleMatrix to = columns(v, unused);
    SimpleMatrix least = nearestOrthogonal(from.transpose().mult(to));
    return Rotation.of(
        columns(u, used)
            .mult(columns(v, used).transpose())
            .plus(from.mult(least).mult(to.transpose())));
  }

  /**
   * What the rotation leaves: ‖X W − Y‖² / ‖Y‖², both centred. 0 for codes that were only turned;
   * near 1 or above, the new model orders the cells otherwise and no rotation helps.
   */
  public static double residual(float[][] codes, float[][] reference, Rotation rotation) {
    SimpleMatrix x = centred(codes);
    SimpleMatrix y = centred(reference);
    checkAlike(x, y);
    double rest = Math.pow(x.mult(rotation.dense()).minus(y).normF(), 2);
    return rest == 0 ? 0 : rest / Math.pow(y.normF(), 2);
  }

  /** The polar factor; of a singular matrix one of several. */
  private static SimpleMatrix nearestOrthogonal(SimpleMatrix matrix) {
    if (matrix.getNumRows() == 0) {
      return matrix;
    }
    SimpleSVD<SimpleMatrix> parts = matrix.svd();
    return parts.getU().mult(parts.getV().transpose());
  }

  private static SimpleMatrix columns(SimpleMatrix matrix, List<Integer> columns) {
    SimpleMatrix chosen = new SimpleMatrix(matrix.getNumRows(), columns.size());
    for (int i = 0; i < columns.size(); i++) {
      chosen.insertIntoThis(0, i, matrix.extractVector(false, columns.get(i)));
    }
    return chosen;
  }

  private static void checkAlike(SimpleMatrix x, SimpleMatrix y) {
    checkInput(
        x.getNumRows() == y.getNumRows() && x.getNumCols() == y.getNumCols(),
        "Invalid panel: [%d, %d] now and [%d, %d] before; expected the same cells and sizes",
        x.getNumRows(),
        x.getNumCols(),
        y.getNumRows(),
        y.getNumCols());
    checkInput(
        !x.hasUncountable() && !y.hasUncountable(),
        "Invalid panel: a code that is not finite; expected numbers");
  }

  private static SimpleMatrix centred(float[][] codes) {
    checkInput(
        codes.length > 0 && codes[0].length > 0,
        "Invalid panel: no cells or no coordinates; expected one or more of each");
    SimpleMatrix matrix = new SimpleMatrix(codes.length, codes[0].length);
    for (float[] code : codes) {
      checkInput(
          code.length == matrix.getNumCols(),
          "Invalid panel: %d coordinates in a row; expected %d",
          code.length,
          matrix.getNumCols());
    }
    for (int column = 0; column < matrix.getNumCols(); column++) {
      double mean = 0;
      for (float[] code : codes) {
        mean += code[column] / (double) codes.length;
      }
      for (int row = 0; row < codes.length; row++) {
        matrix.set(row, column, codes[row][column] - mean);
      }
    }
    return matrix;
  }
}
