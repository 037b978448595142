package io.scstream.models.simulate;

import io.scstream.models.random.CounterRandom;
import java.util.function.Supplier;

/**
 * A random injective, piecewise affine map from latent codes to genes: widths that do not shrink,
 * orthonormal rows, LeakyReLU between the layers and no bias.
 */
final class Mixing {

  private static final double SLOPE = 0.2;

  private final double slope;
  private final double[][][] weights;

  private Mixing(double slope, double[][][] weights) {
    this.slope = slope;
    this.weights = weights;
  }

  static Mixing of(CounterRandom random, int... widths) {
    return of(random, SLOPE, widths);
  }

  /** With another slope of the LeakyReLU below 0. */
  static Mixing of(CounterRandom random, double slope, int[] widths) {
    double[][][] weights = new double[widths.length - 1][][];
    for (int layer = 0; layer < weights.length; layer++) {
      int in = widths[layer];
      int out = widths[layer + 1];
      weights[layer] = orthonormalRows(random, in, out);
      double scale = Math.sqrt(2 / (1 + slope * slope)) * Math.sqrt(2.0 / (in + out));
      for (double[] row : weights[layer]) {
        for (int i = 0; i < out; i++) {
          row[i] *= scale;
        }
      }
    }
    return new Mixing(slope, weights);
  }

  /** Gaussian rows, made orthonormal one after the other. */
  private static double[][] orthonormalRows(CounterRandom random, int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        matrix[i][k] = random.nextGaussian();
      }
      // Twice, because one pass loses digits where a row is nearly in the span of the others.
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          subtract(matrix[i], matrix[j], dot(matrix[i], matrix[j]));
        }
      }
      double length = Math.sqrt(dot(matrix[i], matrix[i]));
      for (int k = 0; k < columns; k++) {
        matrix[i][k] /= length;
      }
    }
    return matrix;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void subtract(double[] from, double[] direction, double amount) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= amount * direction[i];
    }
  }

  /** The standard deviation of all genes of so many outputs, taken together. */
  double deviation(int cells, Supplier<double[]> codes) {
    double sum = 0;
    double squares = 0;
    int genes = weights[weights.length - 1][0].length;
    for (int cell = 0; cell < cells; cell++) {
      for (double value : apply(codes.get())) {
        sum += value;
        squares += value * value;
      }
    }
    double n = (double) cells * genes;
    return Math.sqrt(squares / n - sum / n * (sum / n));
  }

  double[] apply(double[] codes) {
    double[] units = codes;
    for (int layer = 0; layer < weights.length; layer++) {
      double[] next = new double[weights[layer][0].length];
      for (int i = 0; i < units.length; i++) {
        subtract(next, weights[layer][i], -units[i]);
      }
      if (layer < weights.length - 1) {
        for (int k = 0; k < next.length; k++) {
          next[k] = next[k] < 0 ? slope * next[k] : next[k];
        }
      }
      units = next;
    }
    return units;
  }
}
