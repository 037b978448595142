package io.scstream.models.evaluate;

import java.util.Arrays;

/** Exact nearest neighbours by Euclidean distance. Of equally far rows the first counts. */
public final class Neighbours {

  /** Leaves no row out. */
  public static final int NONE = -1;

  private final double[][] rows;
  private final int[] nearest;
  private final double[] distances;

  /**
   * A search for so many neighbours.
   *
   * @param rows [n, d] with n above {@code count}
   */
  public Neighbours(double[][] rows, int count) {
    this.rows = rows;
    this.nearest = new int[count];
    this.distances = new double[count];
  }

  /**
   * The indices of the nearest rows, nearest first. The array is used again by the next call.
   *
   * @param leftOut a row that does not count, such as the point itself, or {@link #NONE}
   */
  public int[] of(double[] point, int leftOut) {
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    for (int row = 0; row < rows.length; row++) {
      double distance = Codes.squaredDistance(point, rows[row]);
      if (row != leftOut && distance < distances[distances.length - 1]) {
        insert(row, distance);
      }
    }
    return nearest;
  }

  private void insert(int row, double distance) {
    int place = distances.length - 1;
    while (place > 0 && distances[place - 1] > distance) {
      distances[place] = distances[place - 1];
      nearest[place] = nearest[place - 1];
      place--;
    }
    distances[place] = distance;
    nearest[place] = row;
  }
}
