package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;

/**
 * The cheapest way to give every row a column of its own: the Hungarian method (Kuhn 1955) with
 * shortest augmenting paths and dual prices (Jonker and Volgenant 1987). Rows join one at a time;
 * each is followed along a shortest alternating path to a free column. Order of rows² columns.
 */
final class Assignment {

  private static final int FREE = -1;

  private final double[][] cost;
  private final int columns;
  private final double[] rowPrice;
  private final double[] columnPrice;

  /** By column; {@link #FREE} where none has it. */
  private final int[] rowOf;

  private final int[] columnOf;

  private Assignment(double[][] cost) {
    this.cost = cost;
    this.columns = cost[0].length;
    this.rowPrice = new double[cost.length];
    this.columnPrice = new double[columns];
    this.rowOf = new int[columns];
    Arrays.fill(rowOf, FREE);
    this.columnOf = new int[cost.length];
  }

  /**
   * The column of each row such that the sum of their costs is least.
   *
   * @param cost [rows, columns], finite, with at least as many columns as rows
   */
  static int[] cheapest(double[][] cost) {
    checkInput(
        cost.length > 0 && cost.length <= cost[0].length,
        "Invalid costs: %d rows; expected one or more and no more than columns",
        cost.length);
    Assignment assignment = new Assignment(cost);
    for (int row = 0; row < cost.length; row++) {
      assignment.add(row);
    }
    return assignment.columnOf;
  }

  private void add(int newRow) {
    double[] distance = new double[columns];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    int[] rowBefore = new int[columns];
    boolean[] isReached = new boolean[columns];
    int row = newRow;
    double length = 0;
    int last;
    do {
      last = FREE;
      for (int column = 0; column < columns; column++) {
        if (isReached[column]) {
          continue;
        }
        double through = length + cost[row][column] - rowPrice[row] - columnPrice[column];
        if (through < distance[column]) {
          distance[column] = through;
          rowBefore[column] = row;
        }
        if (last == FREE || distance[column] < distance[last]) {
          last = column;
        }
      }
      isReached[last] = true;
      length = distance[last];
      row = rowOf[last];
    } while (row != FREE);
    reprice(newRow, distance, isReached, length);
    augment(newRow, last, rowBefore);
  }

  /** Keeps reduced costs at or above 0, and at 0 along the path and inside the assignment. */
  private void reprice(int newRow, double[] distance, boolean[] isReached, double length) {
    rowPrice[newRow] += length;
    for (int column = 0; column < columns; column++) {
      if (isReached[column]) {
        columnPrice[column] += distance[column] - length;
        if (rowOf[column] != FREE) {
          rowPrice[rowOf[column]] += length - distance[column];
        }
      }
    }
  }

  /** Every row on the path takes the column after it. */
  private void augment(int newRow, int last, int[] rowBefore) {
    int column = last;
    int row;
    do {
      row = rowBefore[column];
      rowOf[column] = row;
      int left = columnOf[row];
      columnOf[row] = column;
      column = left;
    } while (row != newRow);
  }
}
