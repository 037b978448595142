package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomFeaturesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  void productsAreKernels(int dimensions) {
    RandomFeatures features = RandomFeatures.of(dimensions, 1, "background");
    float[][] codes = Draws.normal("codes", 60, dimensions);
    double[][] kernel = Kernels.gaussian(Codes.widen(codes));
    double squaredError = 0;
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 60; j++) {
        double product = Codes.dot(features.of(codes[i]), features.of(codes[j]));
        // Six deviations of a mean of 256 numbers of variance below 1.
        assertThat(product).isCloseTo(kernel[i][j], within(6 / Math.sqrt(256)));
        squaredError += Math.pow(product - kernel[i][j], 2) / 3600;
      }
    }
    assertThat(Math.sqrt(squaredError)).isLessThan(1 / Math.sqrt(256));
  }

  @Test
  void seedAndNameFixThem() {
    float[] code = {0.5f, -1};
    double[] features = RandomFeatures.of(2, 1, "background").of(code);
    assertThat(RandomFeatures.of(2, 1, "background").of(code)).isEqualTo(features);
    assertThat(RandomFeatures.of(2, 2, "background").of(code)).isNotEqualTo(features);
    assertThat(RandomFeatures.of(2, 1, "salient").of(code)).isNotEqualTo(features);
  }

  @Test
  void refusesCodesOfAnotherSpace() {
    assertThatThrownBy(() -> RandomFeatures.of(2, 1, "background").of(new float[3]))
        .hasMessage("Invalid code: 3 coordinates; expected 2");
  }

  @Test
  void theCosineIsTheCosine() {
    for (double angle = -60; angle < 60; angle += 0.0137) {
      assertThat(cosine(angle)).isCloseTo(StrictMath.cos(angle), within(1e-14));
    }
    for (double angle : new double[] {0, Math.PI / 2, -Math.PI, 1e4, -99_999.5}) {
      assertThat(cosine(angle)).isCloseTo(StrictMath.cos(angle), within(1e-11));
    }
  }

  private static double cosine(double angle) {
    double[] cosines = RandomFeatures.cosines(new double[] {7, angle, 0});
    assertThat(cosines[2]).isEqualTo(1);
    return cosines[1];
  }
}
