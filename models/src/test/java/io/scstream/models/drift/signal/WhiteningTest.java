package io.scstream.models.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WhiteningTest {
  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

  /** Covariance 4/3 · I: whitened, by the hundredth that is added, I / 1.01. */
  @Test
  void rowsOfEqualVarianceAreScaled() {
    double[][] rows = {{2, 1}, {0, 1}, {1, 2}, {1, 0}};
    Whitening whitening = Whitening.of(rows);
    double scale = Math.sqrt(3 / 2.0 / 1.01);
    assertThat(whitening.apply(new double[] {2, 1}))
        .containsExactly(new double[] {scale, 0}, ROUNDING);
    assertThat(whitening.apply(new double[] {1, 0}))
        .containsExactly(new double[] {0, -scale}, ROUNDING);
  }

  /**
   * The squared length is the distance by the raised covariance [[5, 3], [3, 5]] · 4/3 + 0.01 ·
   * 20/3 · I.
   */
  @Test
  void lengthsAreMahalanobisDistances() {
    double[][] rows = {{2, 2}, {-2, -2}, {1, -1}, {-1, 1}};
    double a = 10 / 3.0 + 0.01 * 10 / 3.0;
    double b = 6 / 3.0;
    double[] mapped = Whitening.of(rows).apply(new double[] {1, 0});
    double square = mapped[0] * mapped[0] + mapped[1] * mapped[1];
    assertThat(square).isCloseTo(a / (a * a - b * b), ROUNDING);
  }

  @Test
  void aCoordinateWithoutVarianceIsNotBlownUp() {
    double[][] rows = {{1, 7}, {-1, 7}, {1, 7}, {-1, 7}};
    double[] mapped = Whitening.of(rows).apply(new double[] {0, 7.1});
    assertThat(mapped[1]).isCloseTo(0.1 / Math.sqrt(0.01 * 4 / 3 / 2), ROUNDING);
  }

  @Test
  void rowsMustVary() {
    assertThat(Whitening.varies(new double[][] {{1, 2}, {1, 2}})).isFalse();
    assertThat(Whitening.varies(new double[][] {{1, 2}, {Double.NaN, 2}})).isFalse();
    assertThat(Whitening.varies(new double[][] {{1, 2}, {1, 3}})).isTrue();
    assertThatThrownBy(() -> Whitening.of(new double[][] {{1, 2}, {1, 2}}))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("all alike");
  }
}
