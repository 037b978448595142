package io.scstream.models.gauge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcrustesTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void findsAPlantedMapRotationOrReflection(long seed) {
    float[][] before = Turns.codes("cells", 200, 1, 0.9, 0.6, 0.3, 0.1);
    Rotation planted = Turns.random(seed, 5);
    float[][] now = Turns.turned(before, planted.inverse());
    Rotation found = Procrustes.align(now, before);
    assertThat(Turns.distance(found, planted)).isLessThan(1e-4);
    assertThat(Procrustes.residual(now, before, found)).isLessThan(1e-10);
    assertThat(found.isOrthogonal(1e-6)).isTrue();
  }

  @Test
  void inTwoDimensionsNoOtherAngleIsBetter() {
    float[][] before = Turns.codes("before", 100, 1, 0.4);
    float[][] now =
        Turns.sum(Turns.turned(before, Turns.random(1, 2)), Turns.codes("noise", 100, 0.5, 0.5));
    double best = Procrustes.residual(now, before, Procrustes.align(now, before));
    double found = Double.POSITIVE_INFINITY;
    for (int degree = 0; degree < 3600; degree++) {
      float cos = (float) Math.cos(degree * Math.PI / 1800);
      float sin = (float) Math.sin(degree * Math.PI / 1800);
      Rotation turn = Rotation.of(2, new float[] {cos, sin, -sin, cos});
      Rotation mirrored = Rotation.of(2, new float[] {cos, sin, sin, -cos});
      found = Math.min(found, Procrustes.residual(now, before, turn));
      found = Math.min(found, Procrustes.residual(now, before, mirrored));
    }
    assertThat(best).isLessThanOrEqualTo(found + 1e-9).isCloseTo(found, within(1e-5));
  }

  @Test
  void noiseMovesItLittle() {
    float[][] before = Turns.codes("cells", 2000, 1, 1, 1, 1);
    Rotation planted = Turns.random(1, 4);
    float[][] noise = Turns.codes("noise", 2000, 0.2, 0.2, 0.2, 0.2);
    float[][] now = Turns.sum(Turns.turned(before, planted.inverse()), noise);
    Rotation found = Procrustes.align(now, before);
    assertThat(Turns.distance(found, planted)).isLessThan(0.03);
    assertThat(Procrustes.residual(now, before, found)).isCloseTo(0.04, within(0.005));
  }

  @Test
  void shiftsAreLeftAlone() {
    float[][] before = Turns.codes("cells", 100, 1, 2, 3);
    float[][] moved = Turns.sum(before, Turns.codes("offset", 100, 0, 0, 0));
    assertThat(Turns.distance(Procrustes.align(moved, before), Rotation.identity(3)))
        .isLessThan(1e-6);
  }

  @Test
  void equalSpreadInAllDirectionsIsNoTrouble() {
    // A square: both singular values are equal, so the vectors are arbitrary and W is not.
    float[][] before = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    float[][] now = {{0, 1}, {-1, 0}, {0, -1}, {1, 0}};
    assertThat(Procrustes.align(now, before)).isEqualTo(Rotation.of(2, new float[] {0, -1, 1, 0}));
  }

  @Test
  void unusedCoordinatesStay() {
    // Only the first two of four vary, and they are turned.
    float[][] before = Turns.codes("cells", 100, 1, 0.5, 0, 0);
    float cos = 0.6f;
    float sin = 0.8f;
    Rotation planted =
        Rotation.of(4, new float[] {cos, sin, 0, 0, -sin, cos, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1});
    Rotation found = Procrustes.align(Turns.turned(before, planted.inverse()), before);
    assertThat(Turns.distance(found, planted)).isLessThan(1e-5);
  }

  @Test
  void aDirectionThatChangesCoordinatesTakesTheUnusedOnesAlong() {
    float[][] before = Turns.codes("cells", 50, 1, 0, 0);
    float[][] now = new float[50][];
    for (int row = 0; row < 50; row++) {
      now[row] = new float[] {0, -before[row][0], 0};
    }
    Rotation found = Procrustes.align(now, before);
    assertThat(found.isOrthogonal(1e-6)).isTrue();
    assertThat(Procrustes.residual(now, before, found)).isLessThan(1e-10);
    // The third coordinate has no part in this.
    assertThat(found.apply(new float[] {0, 0, 1})[2]).isCloseTo(1, within(1e-6f));
    assertThat(Procrustes.align(now, before)).isEqualTo(found);
  }

  @Test
  void aPanelWithoutVariationTurnsNothing() {
    float[][] constant = {{1, 2, 3}, {1, 2, 3}, {1, 2, 3}};
    float[][] other = Turns.codes("cells", 3, 1, 1, 1);
    for (float[][] now : new float[][][] {constant, other}) {
      assertThat(Turns.distance(Procrustes.align(now, constant), Rotation.identity(3)))
          .isLessThan(1e-6);
    }
  }

  @Test
  void fewerCellsThanCoordinatesAreEnoughForThemselves() {
    float[][] before = Turns.codes("cells", 4, 1, 1, 1, 1, 1, 1);
    float[][] now = Turns.turned(before, Turns.random(1, 6));
    Rotation found = Procrustes.align(now, before);
    assertThat(found.isOrthogonal(1e-6)).isTrue();
    assertThat(Procrustes.residual(now, before, found)).isLessThan(1e-10);
  }

  @Test
  void unrelatedCodesLeaveALargeResidual() {
    float[][] before = Turns.codes("before", 500, 1, 1, 1);
    float[][] now = Turns.codes("now", 500, 1, 1, 1);
    assertThat(Procrustes.residual(now, before, Procrustes.align(now, before))).isGreaterThan(1.5);
  }

  @Test
  void refusesOtherPanels() {
    assertThatThrownBy(() -> Procrustes.align(new float[3][2], new float[4][2]))
        .hasMessage(
            "Invalid panel: [3, 2] now and [4, 2] before; expected the same cells and sizes");
    assertThatThrownBy(() -> Procrustes.align(new float[0][], new float[4][2]))
        .hasMessageStartingWith("Invalid panel: no cells");
    float[][] broken = {{1, 2}, {Float.NaN, 0}};
    assertThatThrownBy(() -> Procrustes.align(broken, new float[2][2]))
        .hasMessage("Invalid panel: a code that is not finite; expected numbers");
    assertThatThrownBy(() -> Procrustes.align(new float[][] {{1, 2}, {3}}, new float[2][2]))
        .hasMessage("Invalid panel: 1 coordinates in a row; expected 2");
  }
}
