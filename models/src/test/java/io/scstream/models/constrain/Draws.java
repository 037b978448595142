package io.scstream.models.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import java.util.function.ToDoubleFunction;

/** Codes for tests: the vectors' and random ones, and gradients by finite differences. */
final class Draws {

  private Draws() {}

  static Codes codes(double[]... rows) {
    double[] values = new double[rows.length * rows[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows[i / rows[0].length][i % rows[0].length];
    }
    return Codes.of(values, rows.length, rows[0].length);
  }

  /** A_ij = ((3i + 7j) mod 11) / 5 − 1, [6, 2]. */
  static Codes vectorA() {
    double[][] rows = new double[6][2];
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 2; j++) {
        rows[i][j] = (3 * i + 7 * j) % 11 / 5.0 - 1;
      }
    }
    return codes(rows);
  }

  /** B_ij = ((5i + 2j + ij) mod 7) / 3 − 1, [6, 3]. */
  static Codes vectorB() {
    double[][] rows = new double[6][3];
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 3; j++) {
        rows[i][j] = (5 * i + 2 * j + i * j) % 7 / 3.0 - 1;
      }
    }
    return codes(rows);
  }

  /** A with its columns swapped, times 1.5, plus 0.25. */
  static Codes vectorC() {
    double[][] rows = new double[6][2];
    for (int i = 0; i < 6; i++) {
      rows[i][0] = 1.5 * vectorA().at(i, 1) + 0.25;
      rows[i][1] = 1.5 * vectorA().at(i, 0) + 0.25;
    }
    return codes(rows);
  }

  static Codes normal(CounterRandom random, int rows, int columns) {
    double[] values = new double[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    return Codes.of(values, rows, columns);
  }

  /** That a gradient is the central difference quotient of its function. */
  static void checkGradient(Codes at, double[] gradient, ToDoubleFunction<Codes> function) {
    double largest = 0;
    for (double entry : gradient) {
      largest = Math.max(largest, Math.abs(entry));
    }
    assertThat(largest).isPositive();
    double h = 1e-5;
    for (int i = 0; i < gradient.length; i++) {
      double up = function.applyAsDouble(moved(at, i, h));
      double down = function.applyAsDouble(moved(at, i, -h));
      assertThat(gradient[i]).isCloseTo((up - down) / (2 * h), within(1e-6 * largest));
    }
  }

  static Codes moved(Codes codes, int index, double by) {
    double[] values = new double[codes.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = codes.at(i / codes.columns(), i % codes.columns()) + (i == index ? by : 0);
    }
    return Codes.of(values, codes.rows(), codes.columns());
  }

  static Codes scaled(Codes codes, double factor) {
    double[] values = new double[codes.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = factor * codes.at(i / codes.columns(), i % codes.columns());
    }
    return Codes.of(values, codes.rows(), codes.columns());
  }
}
