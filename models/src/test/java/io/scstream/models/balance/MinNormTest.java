package io.scstream.models.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MinNormTest {

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 1, 0.5",
    "2, 0, 0, 1, 0.2",
    "1, 1, 2, 2.5, 1",
    "2, 2.5, 1, 1, 0",
    "3, -1, -1, 2, 0.4",
    "1, 0, -1, 0, 0.5",
    "0, 0, 0, 0, 0.5",
    "0, 0, 1, 0, 1",
    "7, 3, 7, 3, 0.5"
  })
  void solvesTwoInClosedForm(double x1, double y1, double x2, double y2, double expected) {
    double[][] gram = Gradients.of(new double[] {x1, y1}, new double[] {x2, y2}).gram();
    double[] weights = MinNorm.weights(gram);
    assertThat(weights[0]).isCloseTo(expected, within(1e-15));
    assertThat(weights[0] + weights[1]).isCloseTo(1, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-150, 1e-9, 1, 1e9, 1e150})
  void scaleDoesNotMatter(double scale) {
    double squared = scale * scale;
    assertThat(MinNorm.ofPair(10 * squared, 5 * squared, -5 * squared))
        .isCloseTo(0.4, within(1e-12));
  }

  @Test
  void oneIsItsOwnShortest() {
    assertThat(MinNorm.weights(new double[][] {{3}})).containsExactly(1);
    assertThatThrownBy(() -> MinNorm.weights(new double[0][]))
        .hasMessage("Invalid inner products: none; expected at least one objective");
  }

  @Test
  void solvesThreeOrthogonalGradients() {
    double[] weights = MinNorm.weights(new double[][] {{1, 0, 0}, {0, 4, 0}, {0, 0, 9}});
    assertThat(weights[0]).isCloseTo(36 / 49.0, within(1e-5));
    assertThat(weights[1]).isCloseTo(9 / 49.0, within(1e-5));
    assertThat(weights[2]).isCloseTo(4 / 49.0, within(1e-5));
  }

  /** No weights on a grid over the simplex give a point that is much shorter. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void noPointOfAGridIsShorter(long seed) {
    double[][] gram = units(seed, 3);
    double[] weights = MinNorm.weights(gram);
    double found = length(gram, weights);
    int parts = 200;
    double shortest = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= parts; i++) {
      for (int j = 0; i + j <= parts; j++) {
        double[] point = {(double) i / parts, (double) j / parts, (double) (parts - i - j) / parts};
        shortest = Math.min(shortest, length(gram, point));
      }
    }
    assertThat(found).isLessThan(shortest + 1e-3);
  }

  /** Optimality: the inner product with every gradient is at least the squared length. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 6})
  void isOptimal(int objectives) {
    for (long seed = 1; seed <= 200; seed++) {
      double[][] gram = units(seed, objectives);
      double[] weights = MinNorm.weights(gram);
      double sum = 0;
      for (int k = 0; k < objectives; k++) {
        assertThat(weights[k]).isBetween(0.0, 1.0);
        sum += weights[k];
        double inner = Gradients.dot(gram[k], weights);
        assertThat(inner).as("seed %d", seed).isGreaterThan(length(gram, weights) - 0.01);
      }
      assertThat(sum).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void opposedGradientsLeaveNoDirection() {
    double third = -0.5; // three directions of a plane, 120 degrees apart
    double[][] gram = {{1, third, third}, {third, 1, third}, {third, third, 1}};
    assertThat(length(gram, MinNorm.weights(gram))).isLessThan(1e-9);
  }

  /** Of random gradients of lengths between one half and two. */
  private static double[][] units(long seed, int objectives) {
    CounterRandom random = CounterRandom.of(seed, objectives, "units");
    double[][] gram = Gradients.random(seed, objectives, 5).gram();
    double[] scales = new double[objectives];
    for (int k = 0; k < objectives; k++) {
      scales[k] = Math.pow(4, random.nextDouble() - 0.5) / Math.sqrt(gram[k][k]);
    }
    for (int k = 0; k < objectives; k++) {
      for (int j = 0; j < objectives; j++) {
        gram[k][j] *= scales[k] * scales[j];
      }
    }
    return gram;
  }

  private static double length(double[][] gram, double[] weights) {
    double length = 0;
    for (int k = 0; k < weights.length; k++) {
      length += weights[k] * Gradients.dot(gram[k], weights);
    }
    return length;
  }
}
