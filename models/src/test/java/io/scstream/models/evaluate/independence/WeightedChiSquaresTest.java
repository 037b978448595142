package io.scstream.models.evaluate.independence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;

class WeightedChiSquaresTest {

  private static double tail(double value, double... weights) {
    return new WeightedChiSquares(weights).tail(value);
  }

  @Test
  void equalWeightsGiveTheLawOfChiSquares() {
    for (double x : new double[] {0.1, 1, 5, 20, 45}) {
      assertThat(tail(3 * x, 3, 3)).isCloseTo(Math.exp(-x / 2), within(3e-8));
      assertThat(tail(x, 1, 1, 1, 1)).isCloseTo((1 + x / 2) * Math.exp(-x / 2), within(3e-8));
      assertThat(tail(x, 1)).isCloseTo(Erf.erfc(Math.sqrt(x / 2)), within(1e-5));
    }
  }

  @Test
  void pairsOfWeightsGiveMixturesOfExponentials() {
    // 2 E₁ + 6 E₂ with E exponential: (6 e^{−x/6} − 2 e^{−x/2})/(6 − 2).
    for (double x : new double[] {0.5, 4, 30}) {
      double expected = (6 * Math.exp(-x / 6) - 2 * Math.exp(-x / 2)) / 4;
      assertThat(tail(x, 1, 3, 1, 3)).isCloseTo(expected, within(3e-8));
    }
  }

  @Test
  void nothingIsBelowZeroAndWeightsOfNothingDoNotCount() {
    assertThat(tail(0, 1, 2)).isEqualTo(1);
    assertThat(tail(2, 1, 1, 0, -1e-15)).isEqualTo(tail(2, 1, 1));
    assertThatThrownBy(() -> tail(1, 0, -1))
        .hasMessage("Invalid weights: none is positive; expected at least one");
  }
}
