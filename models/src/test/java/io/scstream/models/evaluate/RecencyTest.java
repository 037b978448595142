package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RecencyTest {

  @Test
  void aCellCountsHalfAfterTheHalfLife() {
    Recency recency = Recency.of(3);
    double[] mean = new double[1];
    Recency.move(mean, new double[] {1}, recency.add());
    for (int later = 0; later < 3; later++) {
      Recency.move(mean, new double[] {0}, recency.add());
    }
    double kept = Math.pow(0.5, 1.0 / 3);
    assertThat(mean[0]).isCloseTo(0.5 / (1 + kept + kept * kept + 0.5), within(1e-15));
  }

  @Test
  void withoutForgettingAllCellsCountAlike() {
    Recency recency = Recency.of(1e15);
    for (int cell = 0; cell < 100; cell++) {
      recency.add();
    }
    assertThat(recency.effectiveCells()).isCloseTo(100, within(1e-9));
  }

  @Test
  void inTheLongRunTheEffectiveCellsAreAGeometricSum() {
    // Weights q^k have (1 + q)/(1 − q) effective cells.
    Recency recency = Recency.of(10);
    for (int cell = 0; cell < 1000; cell++) {
      recency.add();
    }
    double kept = Math.pow(0.5, 0.1);
    assertThat(recency.effectiveCells()).isCloseTo((1 + kept) / (1 - kept), within(1e-9));
  }

  @Test
  void refusesNoHalfLife() {
    assertThatThrownBy(() -> Recency.of(0))
        .hasMessage("Invalid half-life: 0.0; expected a positive number");
  }
}
