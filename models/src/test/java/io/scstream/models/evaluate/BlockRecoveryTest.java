package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import org.junit.jupiter.api.Test;

class BlockRecoveryTest {

  private static float[][] normal(String name, int rows, int columns) {
    float[][] matrix = new float[rows][columns];
    for (int row = 0; row < rows; row++) {
      CounterRandom.of(1, row, name).fillGaussian(matrix[row]);
    }
    return matrix;
  }

  @Test
  void anAffineMapIsRecovered() {
    float[][] truth = normal("truth", 400, 2);
    float[][] codes = new float[400][];
    for (int row = 0; row < 400; row++) {
      float a = truth[row][0];
      float b = truth[row][1];
      codes[row] = new float[] {3 * a - b + 5, a + 2 * b, b - 1};
    }
    assertThat(BlockRecovery.rSquared(codes, truth)).isCloseTo(1, within(1e-4));
  }

  @Test
  void halfTheVarianceIsHalfARecovery() {
    float[][] truth = normal("truth", 20_000, 1);
    float[][] noise = normal("noise", 20_000, 1);
    float[][] codes = new float[20_000][];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = new float[] {truth[row][0] + noise[row][0]};
    }
    assertThat(BlockRecovery.rSquared(codes, truth)).isCloseTo(0.5, within(0.03));
  }

  @Test
  void independentBlocksExplainNothing() {
    assertThat(BlockRecovery.rSquared(normal("a", 4000, 5), normal("b", 4000, 5)))
        .isCloseTo(0, within(0.02));
  }

  @Test
  void refusesBlocksThatDoNotMatch() {
    assertThatThrownBy(() -> BlockRecovery.rSquared(normal("a", 100, 2), normal("b", 99, 2)))
        .hasMessageStartingWith("Invalid blocks: 100 and 99 rows");
  }
}
