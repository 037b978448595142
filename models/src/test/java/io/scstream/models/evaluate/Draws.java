package io.scstream.models.evaluate;

import io.scstream.models.random.CounterRandom;

/** Blocks of random codes for the tests of this package. */
public final class Draws {

  private Draws() {}

  /** Independent standard normal numbers, the same for the same name. */
  public static float[][] normal(String name, int rows, int columns) {
    float[][] matrix = new float[rows][columns];
    for (int row = 0; row < rows; row++) {
      CounterRandom.of(1, row, name).fillGaussian(matrix[row]);
    }
    return matrix;
  }

  /** The same numbers, moved by as much in every coordinate. */
  public static float[][] shifted(float[][] codes, double by) {
    float[][] moved = new float[codes.length][codes[0].length];
    for (int row = 0; row < codes.length; row++) {
      for (int column = 0; column < codes[row].length; column++) {
        moved[row][column] = (float) (codes[row][column] + by);
      }
    }
    return moved;
  }

  /** One block above the other. */
  public static float[][] stacked(float[][] first, float[][] second) {
    float[][] all = new float[first.length + second.length][];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** Groups in turn: 0, 1, ..., 0, 1, ... */
  public static int[] turns(int rows, int groups) {
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % groups;
    }
    return labels;
  }

  /**
   * Unit normal codes whose group mean lies at so much on the axis of the group, groups in turn.
   */
  public static float[][] grouped(String name, int rows, int groups, double distance) {
    float[][] codes = normal(name, rows, groups);
    for (int row = 0; row < rows; row++) {
      codes[row][row % groups] += (float) distance;
    }
    return codes;
  }

  /** The largest difference of two entries. */
  public static double distance(double[] first, double[] second) {
    double largest = 0;
    for (int i = 0; i < first.length; i++) {
      largest = Math.max(largest, Math.abs(first[i] - second[i]));
    }
    return largest;
  }
}
