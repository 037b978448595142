package io.scstream.models.constrain;

import static io.scstream.models.ModelException.checkInput;

/** The codes of some cells, one row each, in double precision. Immutable. */
public final class Codes {

  private final int rows;
  private final int columns;
  private final double[] values;

  private Codes(int rows, int columns, double[] values) {
    checkInput(
        rows >= 0 && columns > 0 && values.length == (long) rows * columns,
        "Invalid codes: %d values; expected %d rows of %d, at least 1",
        values.length,
        rows,
        columns);
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /**
   * Codes as a tensor gives them.
   *
   * @param values row after row, [rows, columns]
   */
  public static Codes of(float[] values, int rows, int columns) {
    double[] copy = new double[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values[i];
    }
    return new Codes(rows, columns, copy);
  }

  /** As {@link #of(float[], int, int)}, for values of double precision. */
  public static Codes of(double[] values, int rows, int columns) {
    return new Codes(rows, columns, values.clone());
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  double at(int row, int column) {
    return values[row * columns + column];
  }

  int size() {
    return values.length;
  }

  /** The squared distance of a row from a row of other codes of the same width. */
  double squaredDistance(int row, Codes other, int otherRow) {
    double[] mine = values;
    double[] others = other.values;
    int at = row * columns;
    int otherAt = otherRow * columns;
    double sum = 0;
    for (int column = 0; column < columns; column++) {
      double difference = mine[at + column] - others[otherAt + column];
      sum += difference * difference;
    }
    return sum;
  }
}
