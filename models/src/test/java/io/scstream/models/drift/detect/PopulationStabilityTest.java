package io.scstream.models.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("acceptance-12")
class PopulationStabilityTest {
  private static double[] draw(CounterRandom chance, int size) {
    double[] values = new double[size];
    Arrays.setAll(values, i -> chance.nextGaussian());
    return values;
  }

  /** Two bins of 2 and 2, smoothed 2.5/5 each; a sample of 1 and 3: 1.5/5 and 3.5/5. */
  @Test
  void isWhatOneCountsByHand() {
    PopulationStability stability = PopulationStability.of(new double[] {1, 2, 3, 4}, 2);
    double expected = -0.2 * Math.log(0.3 / 0.5) + 0.2 * Math.log(0.7 / 0.5);
    assertThat(stability.index(new double[] {0, 3, 9, 9})).isCloseTo(expected, within(1e-12));
    assertThat(stability.index(new double[] {1, 2, 3, 4})).isZero();
  }

  /** 21.666 is the 99 % point of χ² with 9 degrees of freedom. */
  @Test
  void theThresholdIsThatOfChiSquared() {
    PopulationStability stability =
        PopulationStability.of(draw(CounterRandom.of(1, 0, "test"), 1000), 10);
    assertThat(stability.threshold(0.01, 200))
        .isCloseTo(21.666 * (1.0 / 1000 + 1.0 / 200), within(1e-5));
  }

  @Test
  void isExceededAsOftenAsPromised() {
    CounterRandom chance = CounterRandom.of(2, 0, "test");
    int exceeded = 0;
    for (int trial = 0; trial < 2000; trial++) {
      PopulationStability stability = PopulationStability.of(draw(chance, 1000), 10);
      if (stability.index(draw(chance, 500)) > stability.threshold(0.05, 500)) {
        exceeded++;
      }
    }
    assertThat(exceeded / 2000.0).isBetween(0.03, 0.07);
  }

  @Test
  void equalQuantilesAreOneEdge() {
    PopulationStability stability =
        PopulationStability.of(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 2}, 5);
    // Quantiles 0, 0, 0, 1: three bins, below 0, from 0 to 1, from 1 on.
    assertThat(stability.threshold(0.05, 10)).isCloseTo(5.991 * 0.2, within(1e-3));
  }

  @Test
  void refusesTooFewValues() {
    assertThatThrownBy(() -> PopulationStability.of(new double[] {1}, 2))
        .hasMessage("Invalid reference: 1 values; expected 2 or more");
    assertThatThrownBy(() -> PopulationStability.of(new double[] {1, 2}, 2).index(new double[0]))
        .hasMessage("Invalid sample: no values; expected 1 or more");
  }
}
