package io.scstream.models.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.Combination;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class GradientBalanceTest {

  private static final int CASES = 500;

  private static double[] losses(long seed, int objectives) {
    CounterRandom random = CounterRandom.of(seed, 0, "losses");
    return random.doubles(objectives).map(value -> 1 + 1000 * value).toArray();
  }

  @ParameterizedTest
  @EnumSource(value = Combination.class, names = "SUM", mode = Mode.EXCLUDE)
  void twoObjectivesBothFall(Combination combination) {
    for (long seed = 1; seed <= CASES; seed++) {
      Gradients gradients = Gradients.random(seed, 2, 6);
      double[] weights = GradientBalance.weights(combination, gradients.gram(), losses(seed, 2));
      assertThat(weights[0] + weights[1]).isCloseTo(2, within(1e-14));
      assertThat(weights[0]).isBetween(0.0, 2.0);
      assertThat(weights[1]).isBetween(0.0, 2.0);
      double[] along = gradients.along(weights);
      for (int k = 0; k < 2; k++) {
        double rounding = 1e-12 * gradients.norm(k) * length(gradients, weights);
        assertThat(along[k]).as("seed %d", seed).isGreaterThanOrEqualTo(-rounding);
      }
    }
  }

  @Test
  void theRawDirectionFallsAtLeastAsFastAsItIsLong() {
    for (long seed = 1; seed <= CASES; seed++) {
      Gradients gradients = Gradients.random(seed, 2, 6);
      double[] weights = GradientBalance.weights(Combination.RAW, gradients.gram(), new double[2]);
      double[] halves = {weights[0] / 2, weights[1] / 2};
      double squared = Math.pow(length(gradients, halves), 2);
      double rounding = 1e-14 * gradients.norm(0) * gradients.norm(1);
      for (double along : gradients.along(halves)) {
        assertThat(along).as("seed %d", seed).isGreaterThanOrEqualTo(squared - rounding);
      }
    }
  }

  @Test
  void equalNormKeepsItsIdentity() {
    for (long seed = 1; seed <= CASES; seed++) {
      Gradients gradients = Gradients.random(seed, 2, 6);
      double[][] gram = gradients.gram();
      double[] weights = GradientBalance.weights(Combination.EQUAL_NORM, gram, new double[2]);
      double first = gradients.norm(0);
      double second = gradients.norm(1);
      assertThat(weights[0]).isCloseTo(2 * second / (first + second), within(1e-14));
      double cosine = GradientBalance.cosine(gram, 0, 1);
      double full = 2 * first * first * second / (first + second);
      assertThat(gradients.along(weights)[0]).isCloseTo(full * (1 + cosine), within(1e-12 * full));
    }
  }

  @ParameterizedTest
  @EnumSource(Combination.class)
  void equalLengthsWeighTheSame(Combination combination) {
    double[][] gram = {{7, 2}, {2, 7}};
    assertThat(GradientBalance.weights(combination, gram, new double[] {3, 3}))
        .containsExactly(1, 1);
  }

  @ParameterizedTest
  @EnumSource(Combination.class)
  void swappedObjectivesSwapTheirWeights(Combination combination) {
    for (long seed = 1; seed <= CASES; seed++) {
      double[][] gram = Gradients.random(seed, 2, 6).gram();
      double[] losses = losses(seed, 2);
      double[] weights = GradientBalance.weights(combination, gram, losses);
      double[] swapped =
          GradientBalance.weights(
              combination,
              new double[][] {{gram[1][1], gram[1][0]}, {gram[0][1], gram[0][0]}},
              new double[] {losses[1], losses[0]});
      assertThat(swapped[0]).isCloseTo(weights[1], within(1e-13));
      assertThat(swapped[1]).isCloseTo(weights[0], within(1e-13));
    }
  }

  /** Divided by hand: gradients (2, 0) and (0, 1), of losses 4 and 1. */
  @Test
  void lossesScaleTheGradients() {
    double[][] gram = {{4, 0}, {0, 1}};
    double[] losses = {4, 1};
    // Of lengths 1/2 and 1, so 4/5 and 1/5; divided by 4 and 1, equal.
    assertThat(GradientBalance.weights(Combination.LOSS, gram, losses)[0])
        .isCloseTo(1, within(1e-15));
    // Of lengths 1/4 and 1, so 16/17 and 1/17; divided by 8 and 1, 2 to 1.
    assertThat(GradientBalance.weights(Combination.LOSS_PLUS, gram, losses)[0])
        .isCloseTo(4 / 3.0, within(1e-15));
    assertThat(GradientBalance.weights(Combination.RAW, gram, losses)[0])
        .isCloseTo(0.4, within(1e-15));
    assertThat(GradientBalance.weights(Combination.LOSS, gram, new double[] {-4, 1})[0])
        .isCloseTo(1, within(1e-15));
  }

  /** At unit length within what 250 steps reach, which is 1 % of a squared length. */
  @Test
  void manyObjectivesAllFall() {
    for (int objectives = 3; objectives <= 8; objectives++) {
      for (long seed = 1; seed <= 100; seed++) {
        Gradients gradients = Gradients.random(seed, objectives, 9);
        double[] weights =
            GradientBalance.weights(
                Combination.EQUAL_NORM, gradients.gram(), new double[objectives]);
        double scale = 0;
        for (int k = 0; k < objectives; k++) {
          scale += weights[k] * gradients.norm(k);
        }
        double[] along = gradients.along(weights);
        for (int k = 0; k < objectives; k++) {
          assertThat(along[k] / gradients.norm(k) / scale)
              .as("%d objectives, seed %d", objectives, seed)
              .isGreaterThanOrEqualTo(-0.01);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Combination.class)
  void manyObjectivesKeepTheirSum(Combination combination) {
    for (long seed = 1; seed <= 50; seed++) {
      Gradients gradients = Gradients.random(seed, 4, 9);
      double[] weights = GradientBalance.weights(combination, gradients.gram(), losses(seed, 4));
      assertThat(Arrays.stream(weights).sum()).isCloseTo(4, within(1e-12));
      assertThat(Arrays.stream(weights).min().orElseThrow()).isNotNegative();
    }
  }

  /** At unit length the shortest combination of orthogonal gradients has equal parts. */
  @Test
  void manyOrthogonalObjectivesWeighByTheInverseOfTheirLength() {
    double[][] gram = {{1, 0, 0}, {0, 4, 0}, {0, 0, 16}};
    double[] weights = GradientBalance.weights(Combination.EQUAL_NORM, gram, new double[3]);
    assertThat(weights[0]).isCloseTo(12 / 7.0, within(1e-5));
    assertThat(weights[1]).isCloseTo(6 / 7.0, within(1e-5));
    assertThat(weights[2]).isCloseTo(3 / 7.0, within(1e-5));
  }

  @ParameterizedTest
  @EnumSource(Combination.class)
  void whatHasNoGradientIsLeftOut(Combination combination) {
    double[] losses = {5, 2, 3};
    assertThat(GradientBalance.weights(combination, new double[][] {{0, 0}, {0, 9}}, pair()))
        .containsExactly(1, 1);
    double[] two =
        GradientBalance.weights(combination, new double[][] {{4, 1}, {1, 9}}, new double[] {5, 3});
    assertThat(
            GradientBalance.weights(
                combination, new double[][] {{4, 0, 1}, {0, 0, 0}, {1, 0, 9}}, losses))
        .containsExactly(two[0], 1, two[1]);
    assertThat(GradientBalance.weights(combination, new double[2][2], pair()))
        .containsExactly(1, 1);
    assertThat(GradientBalance.cosine(new double[2][2], 0, 1)).isZero();
  }

  private static double[] pair() {
    return new double[] {5, 3};
  }

  @ParameterizedTest
  @EnumSource(Combination.class)
  void whatIsNotFiniteIsLeftToTheOptimiser(Combination combination) {
    double[][] gram = {{Double.NaN, 1}, {1, 9}};
    assertThat(GradientBalance.weights(combination, gram, pair())).containsExactly(1, 1);
  }

  @ParameterizedTest
  @EnumSource(Combination.class)
  void finiteValuesNeverGiveNan(Combination combination) {
    double[] squares = {Double.MIN_VALUE, 1e-300, 1, 1e300, Double.MAX_VALUE};
    double[] losses = {0, -1e-300, 1e-300, 1, Double.MAX_VALUE};
    for (double first : squares) {
      for (double second : squares) {
        for (double loss : losses) {
          double inner = -Math.sqrt(first) * Math.sqrt(second);
          double[] weights =
              GradientBalance.weights(
                  combination,
                  new double[][] {{first, inner}, {inner, second}},
                  new double[] {1, loss});
          assertThat(weights[0] + weights[1]).isCloseTo(2, within(1e-12));
        }
      }
    }
  }

  @Test
  void refusesLossesOfOtherObjectives() {
    assertThatThrownBy(
            () -> GradientBalance.weights(Combination.RAW, new double[2][2], new double[1]))
        .hasMessage(
            "Invalid objectives: 2 gradients and 1 losses; expected the same number, at least one");
  }

  private static double length(Gradients gradients, double[] weights) {
    double[] direction = gradients.direction(weights);
    return Math.sqrt(Gradients.dot(direction, direction));
  }
}
