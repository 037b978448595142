package io.scstream.models.balance;

import io.scstream.models.random.CounterRandom;

/** Random gradients of very different lengths, and what the tests ask of them. */
final class Gradients {

  private final double[][] rows;

  private Gradients(double[][] rows) {
    this.rows = rows;
  }

  static Gradients of(double[]... rows) {
    return new Gradients(rows);
  }

  /** Lengths over six decades; every third case nearly parallel, so that weights are clipped. */
  static Gradients random(long seed, int objectives, int size) {
    CounterRandom random = CounterRandom.of(seed, objectives, "gradients");
    double shared = seed % 3 == 0 ? 5 : 0;
    double[] common = random.doubles(size).map(value -> shared * (value - 0.5)).toArray();
    double[][] rows = new double[objectives][size];
    for (double[] row : rows) {
      double length = Math.pow(10, 6 * random.nextDouble() - 3);
      for (int i = 0; i < size; i++) {
        row[i] = length * (common[i] + random.nextGaussian());
      }
    }
    return new Gradients(rows);
  }

  double[][] gram() {
    double[][] gram = new double[rows.length][rows.length];
    for (int k = 0; k < rows.length; k++) {
      for (int j = 0; j < rows.length; j++) {
        gram[k][j] = dot(rows[k], rows[j]);
      }
    }
    return gram;
  }

  /** The direction's inner product with each gradient. */
  double[] along(double[] weights) {
    double[] direction = direction(weights);
    double[] along = new double[rows.length];
    for (int k = 0; k < rows.length; k++) {
      along[k] = dot(direction, rows[k]);
    }
    return along;
  }

  double[] direction(double[] weights) {
    double[] direction = new double[rows[0].length];
    for (int k = 0; k < rows.length; k++) {
      for (int i = 0; i < direction.length; i++) {
        direction[i] += weights[k] * rows[k][i];
      }
    }
    return direction;
  }

  double norm(int k) {
    return Math.sqrt(dot(rows[k], rows[k]));
  }

  static double dot(double[] first, double[] second) {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += first[i] * second[i];
    }
    return sum;
  }
}
