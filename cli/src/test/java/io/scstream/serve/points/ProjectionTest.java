package io.scstream.serve.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** From codes to the plane. */
class ProjectionTest {
  /** A cross: as long as 4 along the third coordinate, as 2 along the first, nothing else. */
  private static final float[][] CROSS = {
    {1, 9, 4}, {1, 9, -4}, {3, 9, 0}, {-1, 9, 0}, {1, 9, 0}, {1, 9, 0}
  };

  private static float[][] plane(Projection projection, float[][] codes) {
    float[][] points = new float[codes.length][];
    for (int n = 0; n < codes.length; n++) {
      points[n] = new float[2];
      projection.project(codes[n], 0, points[n]);
    }
    return points;
  }

  @Test
  void theTwoDirectionsOfMostVarianceSpanIt() {
    float[][] points = plane(Projection.of(CROSS), CROSS);
    assertThat(Math.abs(points[0][0])).as("longest along x, the unit").isCloseTo(1, within(1e-5f));
    assertThat(points[0][1]).isCloseTo(0, within(1e-5f));
    assertThat(points[1][0]).isCloseTo(-points[0][0], within(1e-5f));
    assertThat(points[2][0]).isCloseTo(0, within(1e-5f));
    assertThat(Math.abs(points[2][1])).as("proportions are kept").isCloseTo(0.5f, within(1e-5f));
    assertThat(points[4]).containsExactly(new float[] {0, 0}, within(1e-6f));
  }

  @Test
  void itIsTurnedTowardsWhereCellsWere() {
    Projection first = Projection.of(CROSS);
    float[][] before = plane(first, CROSS);
    float[][] turned = new float[CROSS.length][];
    for (int n = 0; n < CROSS.length; n++) {
      turned[n] = new float[] {-before[n][1], before[n][0]};
    }
    float[][] after = plane(Projection.of(CROSS).towards(CROSS, turned), CROSS);
    for (int n = 0; n < CROSS.length; n++) {
      assertThat(after[n]).containsExactly(turned[n], within(1e-5f));
    }
  }

  @Test
  void codesWithoutAnyVarianceLieInTheMiddle() {
    float[][] same = {{5, 5, 5}, {5, 5, 5}};
    assertThat(plane(Projection.of(same), same)[0]).containsExactly(0, 0);
  }

  @Test
  void aSingleCoordinateIsALine() {
    float[][] line = {{1}, {3}};
    float[][] points = plane(Projection.of(line), line);
    assertThat(Math.abs(points[0][0])).isCloseTo(1, within(1e-6f));
    assertThat(points[0][1]).isZero();
  }
}
