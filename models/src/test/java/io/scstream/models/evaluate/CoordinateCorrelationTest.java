package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CoordinateCorrelationTest {

  private final float[][] truth = Draws.normal("truth", 1000, 3);

  @Test
  void orderSignScaleAndOffsetDoNotMatter() {
    float[][] codes = new float[truth.length][];
    for (int row = 0; row < truth.length; row++) {
      float[] z = truth[row];
      codes[row] = new float[] {-4 * z[2] + 1, z[0] / 8, 2 * z[1] - 3};
    }
    assertThat(CoordinateCorrelation.mean(codes, truth)).isCloseTo(1, within(1e-6));
  }

  @Test
  void aQuarterTurnHalvedLeavesTheCosineOfItsAngle() {
    float[][] pair = Draws.normal("pair", 100_000, 2);
    float[][] turned = new float[pair.length][];
    float half = (float) Math.sqrt(0.5);
    for (int row = 0; row < pair.length; row++) {
      float[] z = pair[row];
      turned[row] = new float[] {half * (z[0] + z[1]), half * (z[0] - z[1])};
    }
    assertThat(CoordinateCorrelation.mean(turned, pair)).isCloseTo(Math.sqrt(0.5), within(0.01));
    assertThat(BlockRecovery.rSquared(turned, pair)).isCloseTo(1, within(1e-5));
  }

  @Test
  void aCoordinateWithoutPartnerCountsAsNothing() {
    float[][] codes = new float[truth.length][];
    for (int row = 0; row < truth.length; row++) {
      codes[row] = new float[] {truth[row][1]};
    }
    assertThat(CoordinateCorrelation.mean(codes, truth)).isCloseTo(1.0 / 3, within(1e-6));
    assertThat(CoordinateCorrelation.mean(truth, codes)).isCloseTo(1, within(1e-6));
    assertThat(CoordinateCorrelation.mean(new float[1000][2], truth)).isZero();
  }

  @Test
  void refusesBlocksThatDoNotMatchAndWhatIsNoNumber() {
    assertThatThrownBy(() -> CoordinateCorrelation.mean(Draws.normal("a", 9, 1), truth))
        .hasMessage("Invalid blocks: 9 and 1000 rows; expected the same number");
    float[][] broken = {{1}, {Float.NaN}};
    assertThatThrownBy(() -> CoordinateCorrelation.mean(broken, new float[][] {{1}, {2}}))
        .hasMessage("Invalid code: NaN in row 1; expected a finite number");
    assertThatThrownBy(() -> CoordinateCorrelation.mean(new float[][] {{1, 2}, {3}}, truth))
        .hasMessage("Invalid codes: 1 columns in row 1; expected 2");
    assertThatThrownBy(() -> CoordinateCorrelation.mean(new float[0][], truth))
        .hasMessageStartingWith("Invalid codes: no rows or no columns");
  }
}
