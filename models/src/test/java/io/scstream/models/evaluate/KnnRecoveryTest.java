package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KnnRecoveryTest {

  @Test
  void seesWhatALineDoesNot() {
    float[][] codes = Draws.normal("codes", 4000, 1);
    float[][] truth = new float[codes.length][];
    for (int row = 0; row < codes.length; row++) {
      truth[row] = new float[] {codes[row][0] * codes[row][0]};
    }
    assertThat(BlockRecovery.rSquared(codes, truth)).isCloseTo(0, within(0.05));
    assertThat(KnnRecovery.rSquared(codes, truth)).isGreaterThan(0.9);
  }

  @Test
  void independentBlocksCostTheNoiseOfFifteenNeighbours() {
    // The mean of 15 independent values adds 1/15 of the variance to the error.
    assertThat(KnnRecovery.rSquared(Draws.normal("a", 8000, 3), Draws.normal("b", 8000, 2)))
        .isCloseTo(-1.0 / 15, within(0.03));
  }

  @Test
  void theScaleOfACodeDoesNotMatter() {
    float[][] codes = Draws.normal("codes", 600, 3);
    float[][] scaled = new float[600][];
    for (int row = 0; row < 600; row++) {
      scaled[row] = new float[] {1024 * codes[row][0] + 512, codes[row][1] / 1024, -codes[row][2]};
    }
    float[][] truth = Draws.normal("truth", 600, 1);
    for (int row = 0; row < 600; row++) {
      truth[row][0] = codes[row][0] + codes[row][1] * codes[row][2];
    }
    assertThat(KnnRecovery.rSquared(scaled, truth))
        .isCloseTo(KnnRecovery.rSquared(codes, truth), within(1e-3));
  }

  @Test
  void refusesTooFewRowsAndAConstantTruth() {
    float[][] thirty = Draws.normal("a", 30, 2);
    assertThatThrownBy(() -> KnnRecovery.rSquared(thirty, thirty))
        .hasMessage("Invalid blocks: 30 and 30 rows; expected the same number, above 30");
    assertThatThrownBy(() -> KnnRecovery.rSquared(Draws.normal("a", 100, 2), new float[100][1]))
        .hasMessage("Invalid truth: column 0 is constant; expected variation");
  }
}
