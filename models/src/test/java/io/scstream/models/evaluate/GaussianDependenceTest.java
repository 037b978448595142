package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GaussianDependenceTest {

  private static float[][] correlated(float[][] with, double correlation) {
    float[][] noise = Draws.normal("noise", with.length, 1);
    float[][] codes = new float[with.length][1];
    for (int row = 0; row < with.length; row++) {
      codes[row][0] =
          (float)
              (correlation * with[row][0]
                  + Math.sqrt(1 - correlation * correlation) * noise[row][0]);
    }
    return codes;
  }

  @Test
  void isTheInformationOfCorrelatedNormals() {
    float[][] first = Draws.normal("first", 50_000, 1);
    assertThat(GaussianDependence.nats(first, correlated(first, 0.8)))
        .isCloseTo(-0.5 * Math.log(1 - 0.64), within(0.02));
  }

  @Test
  void fourPointsWithTheRidgeHaveAClosedForm() {
    float[][] first = {{1}, {1}, {-1}, {-1}};
    float[][] second = {{1}, {0}, {0}, {-1}};
    // Variances 4/3 and 2/3, covariance 2/3, each variance with the ridge on top.
    double v = 4.0 / 3 + 1e-4;
    double w = 2.0 / 3 + 1e-4;
    double expected = 0.5 * Math.log(v * w / (v * w - 4.0 / 9));
    assertThat(GaussianDependence.nats(first, second)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void unusedCoordinatesChangeNothing() {
    float[][] first = Draws.normal("first", 500, 1);
    float[][] second = correlated(first, 0.5);
    float[][] wider = new float[500][3];
    for (int row = 0; row < 500; row++) {
      wider[row][1] = second[row][0];
    }
    assertThat(GaussianDependence.nats(first, wider))
        .isCloseTo(GaussianDependence.nats(first, second), within(1e-10));
  }

  @Test
  void thePermutationTestSeesCorrelationOnly() {
    float[][] first = Draws.normal("first", 300, 1);
    assertThat(GaussianDependence.pValue(first, correlated(first, 0.5), 200, 1))
        .isEqualTo(1.0 / 201);
    assertThat(GaussianDependence.pValue(first, Draws.normal("other", 300, 1), 200, 1))
        .isGreaterThan(0.05);
  }

  @Test
  void refusesBlocksThatDoNotMatch() {
    assertThatThrownBy(() -> GaussianDependence.nats(new float[2][1], new float[3][1]))
        .hasMessage("Invalid blocks: 2 and 3 rows; expected the same number above 1");
  }
}
