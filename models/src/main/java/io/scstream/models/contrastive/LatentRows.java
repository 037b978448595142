package io.scstream.models.contrastive;

import io.scstream.models.constrain.Codes;
import java.util.Arrays;

/**
 * Numbers of some cells in a latent space, row after row, and the gradient by them, which gathers
 * while terms of the loss are added. Rows of rows share both.
 */
final class LatentRows {
  private final float[] values;
  private final double[] gradient;
  private final int from;
  private final int rows;
  private final int columns;

  private LatentRows(float[] values, double[] gradient, int from, int rows, int columns) {
    this.values = values;
    this.gradient = gradient;
    this.from = from;
    this.rows = rows;
    this.columns = columns;
  }

  /** With a gradient of zero. */
  static LatentRows of(float[] values, int columns) {
    return new LatentRows(values, new double[values.length], 0, values.length / columns, columns);
  }

  /** From one row to before another. */
  LatentRows rows(int first, int end) {
    return new LatentRows(values, gradient, from + first, end - first, columns);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  float at(int row, int column) {
    return values[(from + row) * columns + column];
  }

  double gradientAt(int row, int column) {
    return gradient[(from + row) * columns + column];
  }

  void add(int row, int column, double slope) {
    gradient[(from + row) * columns + column] += slope;
  }

  /** Adds a gradient of all rows, as constraints give it. */
  void add(float[] slopes) {
    for (int i = 0; i < slopes.length; i++) {
      gradient[from * columns + i] += slopes[i];
    }
  }

  /** Whether these rows have a gradient anywhere. */
  boolean isPushed() {
    for (int i = from * columns; i < (from + rows) * columns; i++) {
      if (gradient[i] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Forgets the gradient of these rows. */
  void forget() {
    Arrays.fill(gradient, from * columns, (from + rows) * columns, 0);
  }

  /** The numbers as constraints take them. */
  Codes codes() {
    float[] own = Arrays.copyOfRange(values, from * columns, (from + rows) * columns);
    return Codes.of(own, rows, columns);
  }

  float[] row(int row) {
    return Arrays.copyOfRange(values, (from + row) * columns, (from + row + 1) * columns);
  }

  /** The gradient of these rows as the engine takes it. */
  float[] gradient() {
    float[] floats = new float[rows * columns];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) gradient[from * columns + i];
    }
    return floats;
  }
}
