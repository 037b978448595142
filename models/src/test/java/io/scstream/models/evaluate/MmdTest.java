package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MmdTest {

  @Test
  void agreesWithFortyDigitArithmetic() {
    double[] decades = new double[13];
    for (int i = 0; i < 13; i++) {
      decades[i] = Math.pow(10, i - 6);
    }
    assertThat(Mmd.sum(KernelVectors.a(), KernelVectors.c(), decades))
        .isCloseTo(2.28867419922486, within(1e-12));
    assertThat(Mmd.squared(KernelVectors.a(), KernelVectors.c()))
        .isCloseTo(0.107117581414152, within(1e-12));
  }

  @Test
  void aSetIsNotFarFromItself() {
    float[][] codes = Draws.normal("codes", 40, 3);
    assertThat(Mmd.squared(codes, codes)).isCloseTo(0, within(1e-15));
  }

  @Test
  void twoSinglePointsHaveAClosedForm() {
    float[][] origin = {{0, 0}};
    float[][] other = {{3, 4}};
    assertThat(Mmd.sum(origin, other, 0.1)).isCloseTo(2 - 2 * Math.exp(-2.5), within(1e-14));
  }

  @Test
  void agreesWithTheClosedFormOfNormalLaws() {
    // E k over two independent unit normals that are apart by m: (1+4γ)^(-½) exp(-γm²/(1+4γ)).
    double gamma = 0.3;
    double expected = 2 / Math.sqrt(1 + 4 * gamma) * (1 - Math.exp(-gamma * 4 / (1 + 4 * gamma)));
    float[][] first = Draws.normal("first", 3000, 1);
    float[][] second = Draws.shifted(Draws.normal("second", 3000, 1), 2);
    assertThat(Mmd.sum(first, second, gamma)).isCloseTo(expected, within(0.03));
  }

  @Test
  void refusesOtherColumnsAndBandwidths() {
    assertThatThrownBy(() -> Mmd.squared(new float[2][2], new float[2][3]))
        .hasMessage("Invalid codes: 2 and 3 columns; expected the same number");
    assertThatThrownBy(() -> Mmd.sum(new float[2][2], new float[2][2], 1, 0))
        .hasMessage("Invalid bandwidth: 0.0; expected a positive number");
    assertThatThrownBy(() -> Mmd.sum(new float[2][2], new float[2][2]))
        .hasMessage("Invalid bandwidths: none; expected one or more");
  }
}
