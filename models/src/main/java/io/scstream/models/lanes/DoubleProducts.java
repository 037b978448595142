package io.scstream.models.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums of outer products, a tile of them in registers while all rows go by. */
public final class DoubleProducts {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int TILE_ROWS = 4;
  private static final int TILE_COLUMNS = 2 * LANES;

  private final double[] sums;
  private final double kept;
  private final double[][] left;
  private final double[][] right;
  private final int columns;

  private DoubleProducts(double[] sums, double kept, double[][] left, double[][] right) {
    this.sums = sums;
    this.kept = kept;
    this.left = left;
    this.right = right;
    this.columns = right[0].length;
  }

  /**
   * sums ← kept · sums + leftᵀ right.
   *
   * @param sums [p, q], row by row from a place on
   * @param left [n, p]
   * @param right [n, q]
   */
  public static void add(double[] sums, int at, double kept, double[][] left, double[][] right) {
    if (left.length == 0) {
      return;
    }
    new DoubleProducts(sums, kept, left, right).add(at);
  }

  private void add(int at) {
    int rows = left[0].length;
    int wholeRows = rows - rows % TILE_ROWS;
    int wholeColumns = columns - columns % TILE_COLUMNS;
    for (int row = 0; row < wholeRows; row += TILE_ROWS) {
      for (int column = 0; column < wholeColumns; column += TILE_COLUMNS) {
        tile(at + row * columns + column, row, column);
      }
    }
    for (int row = 0; row < rows; row++) {
      oneByOne(at + row * columns, row, row < wholeRows ? wholeColumns : 0);
    }
  }

  private void tile(int at, int row, int column) {
    DoubleVector a0 = DoubleVector.fromArray(SPECIES, sums, at).mul(kept);
    DoubleVector a1 = DoubleVector.fromArray(SPECIES, sums, at + LANES).mul(kept);
    DoubleVector b0 = DoubleVector.fromArray(SPECIES, sums, at + columns).mul(kept);
    DoubleVector b1 = DoubleVector.fromArray(SPECIES, sums, at + columns + LANES).mul(kept);
    DoubleVector c0 = DoubleVector.fromArray(SPECIES, sums, at + 2 * columns).mul(kept);
    DoubleVector c1 = DoubleVector.fromArray(SPECIES, sums, at + 2 * columns + LANES).mul(kept);
    DoubleVector d0 = DoubleVector.fromArray(SPECIES, sums, at + 3 * columns).mul(kept);
    DoubleVector d1 = DoubleVector.fromArray(SPECIES, sums, at + 3 * columns + LANES).mul(kept);
    for (int n = 0; n < left.length; n++) {
      double[] factors = left[n];
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, right[n], column);
      DoubleVector x1 = DoubleVector.fromArray(SPECIES, right[n], column + LANES);
      DoubleVector a = DoubleVector.broadcast(SPECIES, factors[row]);
      DoubleVector b = DoubleVector.broadcast(SPECIES, factors[row + 1]);
      DoubleVector c = DoubleVector.broadcast(SPECIES, factors[row + 2]);
      DoubleVector d = DoubleVector.broadcast(SPECIES, factors[row + 3]);
      a0 = x0.fma(a, a0);
      a1 = x1.fma(a, a1);
      b0 = x0.fma(b, b0);
      b1 = x1.fma(b, b1);
      c0 = x0.fma(c, c0);
      c1 = x1.fma(c, c1);
      d0 = x0.fma(d, d0);
      d1 = x1.fma(d, d1);
    }
    a0.intoArray(sums, at);
    a1.intoArray(sums, at + LANES);
    b0.intoArray(sums, at + columns);
    b1.intoArray(sums, at + columns + LANES);
    c0.intoArray(sums, at + 2 * columns);
    c1.intoArray(sums, at + 2 * columns + LANES);
    d0.intoArray(sums, at + 3 * columns);
    d1.intoArray(sums, at + 3 * columns + LANES);
  }

  private void oneByOne(int at, int row, int from) {
    for (int column = from; column < columns; column++) {
      double sum = kept * sums[at + column];
      for (int n = 0; n < left.length; n++) {
        sum += left[n][row] * right[n][column];
      }
      sums[at + column] = sum;
    }
  }
}
