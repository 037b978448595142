package io.scstream.models.evaluate;

import io.scstream.models.lanes.DoubleProducts;
import io.scstream.models.lanes.Lanes;

/** Sums of outer products, in lanes where this process has them. */
final class OuterProducts {
  private OuterProducts() {}

  /**
   * sums ← kept · sums + leftᵀ right.
   *
   * @param sums [p, q], row by row from a place on
   * @param left [n, p]
   * @param right [n, q]
   */
  static void add(double[] sums, int at, double kept, double[][] left, double[][] right) {
    if (Lanes.areThere()) {
      DoubleProducts.add(sums, at, kept, left, right);
    } else {
      addPlainly(sums, at, kept, left, right);
    }
  }

  /** Row by row, so that one row of the sums stays near. */
  static void addPlainly(double[] sums, int at, double kept, double[][] left, double[][] right) {
    for (int i = 0; left.length > 0 && i < left[0].length; i++) {
      int row = at + i * right[0].length;
      for (int j = 0; j < right[0].length; j++) {
        sums[row + j] *= kept;
      }
      for (int n = 0; n < left.length; n++) {
        double factor = left[n][i];
        double[] values = right[n];
        for (int j = 0; j < values.length; j++) {
          sums[row + j] += factor * values[j];
        }
      }
    }
  }
}
