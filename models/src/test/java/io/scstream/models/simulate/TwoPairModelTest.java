package io.scstream.models.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.data.Role;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class TwoPairModelTest {

  private static final int CELLS = 2000;

  @Test
  void thePairsHaveTheirSpreads() {
    Draw draw = Recipe.R_AZ_LINEAR.simulate(1).draw("train", Role.TARGET, CELLS);
    for (int k = 0; k < 2; k++) {
      Moments.of(column(draw.background(), k)).assertMatch(0, 9);
      Moments.of(column(draw.salient(), k)).assertMatch(0, 0.25);
    }
  }

  @Test
  void labelsAreTheSignOfTheFirstSalientCoordinate() {
    Draw draw = Recipe.R_AZ_LEAKY.simulate(1).draw("train", Role.TARGET, CELLS);
    for (int row = 0; row < CELLS; row++) {
      assertThat(draw.label(row)).isEqualTo(draw.salient(row)[0] > 0 ? 2 : 1);
    }
    assertThat(draw.labels()).contains(1, 2).hasSize(CELLS);
  }

  @Test
  void linearBackgroundCellsFillAPlaneAndTargetCellsTheSpace() {
    Simulation simulation = Recipe.R_AZ_LINEAR.simulate(2);
    double[] background = singularValues(simulation.draw("train", Role.BACKGROUND, 200));
    double[] target = singularValues(simulation.draw("train", Role.TARGET, 200));
    assertThat(background[1]).isGreaterThan(0.01 * background[0]);
    assertThat(background[2]).isLessThan(1e-6 * background[0]);
    assertThat(target[3]).isGreaterThan(1e-4 * target[0]);
  }

  /** Four different pieces of the same map, each with its own plane. */
  @Test
  void theLeakyMapIsContinuousPositivelyHomogeneousAndNotLinear() {
    TwoPairModel model = new TwoPairModel(TwoPairModel.Kind.LEAKY, 3);
    double[] at = {1, -2, 0.3, 0.4};
    double[] minus = {-1, 2, -0.3, -0.4};
    double[] twice = {2, -4, 0.6, 0.8};
    double[] here = model.mixed(at);
    for (int gene = 0; gene < 4; gene++) {
      assertThat(model.mixed(twice)[gene]).isEqualTo(2 * here[gene]);
      assertThat(model.mixed(minus)[gene]).isNotEqualTo(-here[gene]);
    }
    assertThat(model.mixed(new double[4])).containsOnly(0);
  }

  private static double[] singularValues(Draw draw) {
    SimpleMatrix values = new SimpleMatrix(draw.cells().size(), 4);
    for (int row = 0; row < draw.cells().size(); row++) {
      for (int i = 0; i < draw.cells().get(row).nonZeros(); i++) {
        values.set(row, draw.cells().get(row).gene(i), draw.cells().get(row).value(i));
      }
    }
    return values.svd().getSingularValues();
  }

  private static double[] column(float[][] rows, int column) {
    double[] values = new double[rows.length];
    for (int row = 0; row < rows.length; row++) {
      values[row] = rows[row][column];
    }
    return values;
  }
}
