package io.scstream.models.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EnergyDistanceTest {
  /** Between: 2, 3, 1, 2, mean 2; within: 1 and 1. */
  @Test
  void onALineIsWhatOneCountsByHand() {
    EnergyDistance distance = EnergyDistance.to(new double[][] {{0}, {1}});
    assertThat(distance.of(new double[][] {{2}, {3}})).isCloseTo(2 * 2 - 1 - 1, within(1e-12));
    assertThat(distance.of(new double[][] {{1}, {0}})).isCloseTo(2 * 0.5 - 1 - 1, within(1e-12));
  }

  /** Between: 5 and 5, 4 and √(9 + 1); within: 1 and 8. */
  @Test
  void inThePlaneIsWhatOneCountsByHand() {
    EnergyDistance distance = EnergyDistance.to(new double[][] {{0, 0}, {0, 1}});
    double between = (5 + 5 + Math.sqrt(9 + 9) + Math.sqrt(9 + 25)) / 4;
    assertThat(distance.of(new double[][] {{3, 4}, {3, -4}}))
        .isCloseTo(2 * between - 1 - 8, within(1e-12));
  }

  @Test
  void theLineAgreesWithTheGeneralForm() {
    CounterRandom chance = CounterRandom.of(1, 0, "test");
    double[][] x = draw(chance, 40, 0);
    double[][] y = draw(chance, 25, 0.5);
    y[3] = x[7].clone();
    assertThat(EnergyDistance.to(x).of(y))
        .isCloseTo(EnergyDistance.to(flat(x)).of(flat(y)), within(1e-12));
  }

  private static double[][] draw(CounterRandom chance, int cells, double shift) {
    double[][] codes = new double[cells][1];
    Arrays.setAll(codes, i -> new double[] {shift + chance.nextGaussian()});
    return codes;
  }

  private static double[][] flat(double[][] line) {
    return Arrays.stream(line).map(code -> new double[] {code[0], 0}).toArray(double[][]::new);
  }

  /** Without change the mean is 0, for any sizes. */
  @Test
  void hasNoBias() {
    CounterRandom chance = CounterRandom.of(2, 0, "test");
    double sum = 0;
    for (int trial = 0; trial < 4000; trial++) {
      sum += EnergyDistance.to(draw(chance, 5, 0)).of(draw(chance, 3, 0));
    }
    assertThat(sum / 4000).isCloseTo(0, within(0.05));
  }

  @Test
  void refusesTooFewCellsAndOtherDimensions() {
    assertThatThrownBy(() -> EnergyDistance.to(new double[][] {{1}}))
        .hasMessageContaining("Invalid reference: 1 cells; expected 2 or more");
    EnergyDistance distance = EnergyDistance.to(new double[][] {{0}, {1}});
    assertThatThrownBy(() -> distance.of(new double[][] {{0, 1}, {1, 2}}))
        .hasMessageContaining("expected rows of 1 finite numbers");
  }
}
