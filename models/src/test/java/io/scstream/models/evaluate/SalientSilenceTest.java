package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SalientSilenceTest {

  @Test
  void isARatioOfMeanSquares() {
    float[][] background = {{0, 1}, {0, 0}, {1, 0}, {0, 0}};
    float[][] target = {{3, 4}, {0, -5}};
    assertThat(SalientSilence.ratio(background, target)).isEqualTo(0.5 / 25);
    assertThat(SalientSilence.ratio(new float[2][2], target)).isZero();
  }

  @Test
  void refusesTargetsWithoutSalience() {
    assertThatThrownBy(() -> SalientSilence.ratio(new float[2][2], new float[2][2]))
        .hasMessage("Invalid salient codes: all 0 in target cells; expected variation");
  }
}
