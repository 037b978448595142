package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelsTest {

  @ParameterizedTest
  @CsvSource({
    "1, 0.3926990816987241", // π/8
    "2, 0.15915494309189535", // 1/(2π)
    "5, 0.0552233",
    "10, 0.0262796",
    "20, 0.0128163"
  })
  void bandwidthsNeedNoData(int dimensions, double gamma) {
    assertThat(Kernels.gamma(dimensions)).isCloseTo(gamma, within(5e-8));
  }

  @Test
  void theBandwidthIsTheMeanDistanceOfNormalPoints() {
    float[][] first = Draws.normal("first", 20_000, 7);
    float[][] second = Draws.normal("second", 20_000, 7);
    double sum = 0;
    for (int row = 0; row < first.length; row++) {
      double squared = 0;
      for (int column = 0; column < 7; column++) {
        squared += Math.pow(first[row][column] - second[row][column], 2);
      }
      sum += Math.sqrt(squared);
    }
    assertThat(Kernels.expectedDistance(7)).isCloseTo(sum / first.length, within(0.03));
  }

  @Test
  void refusesNoDimensions() {
    assertThatThrownBy(() -> Kernels.gamma(0))
        .hasMessage("Invalid dimensions: 0; expected 1 or more");
  }
}
