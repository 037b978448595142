package io.scstream.models.evaluate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.evaluate.Codes;
import io.scstream.models.evaluate.Draws;
import io.scstream.models.evaluate.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void findsPlantedGroups(long seed) {
    float[][] codes = Draws.grouped("codes", 600, 6, 12);
    Labels truth = Labels.of(Draws.turns(600, 6));
    assertThat(ClusterAgreement.of(truth, KMeans.cluster(codes, 6, 5, seed)).adjustedRand())
        .isEqualTo(1);
  }

  @Test
  void isAsGoodAsTheBestOfAllSplitsOfALine() {
    float[][] line = Draws.normal("line", 12, 1);
    // On a line the best two clusters lie on either side of some point.
    double best = Double.POSITIVE_INFINITY;
    for (float[] cut : line) {
      int[] sides = new int[12];
      for (int cell = 0; cell < 12; cell++) {
        sides[cell] = line[cell][0] <= cut[0] ? 0 : 1;
      }
      best = Math.min(best, sumOfSquares(line, Labels.of(sides)));
    }
    assertThat(sumOfSquares(line, KMeans.cluster(line, 2, 20, 1))).isCloseTo(best, within(1e-12));
  }

  private static double sumOfSquares(float[][] codes, Labels labels) {
    double sum = 0;
    for (int group = 0; group < labels.count(); group++) {
      double[][] cells = Codes.rows(Codes.widen(codes), labels.cells(group));
      for (double[] cell : Codes.centred(cells)) {
        sum += Codes.dot(cell, cell);
      }
    }
    return sum;
  }

  @Test
  void theSameSeedGivesTheSameClusters() {
    float[][] codes = Draws.normal("codes", 200, 2);
    Labels once = KMeans.cluster(codes, 7, 1, 3);
    Labels again = KMeans.cluster(codes, 7, 1, 3);
    for (int cell = 0; cell < 200; cell++) {
      assertThat(again.group(cell)).isEqualTo(once.group(cell));
    }
    assertThat(once.count()).isEqualTo(7);
  }

  @Test
  void equalCellsStayTogether() {
    assertThat(KMeans.cluster(new float[10][2], 3, 2, 1).count()).isEqualTo(1);
    assertThat(KMeans.cluster(Draws.normal("codes", 10, 2), 10, 1, 1).count()).isEqualTo(10);
  }

  @Test
  void refusesMoreClustersThanCells() {
    assertThatThrownBy(() -> KMeans.cluster(new float[3][1], 4, 1, 1))
        .hasMessage("Invalid clusters: 4 of 3 cells; expected at least 1 and no more than cells");
    assertThatThrownBy(() -> KMeans.cluster(new float[3][1], 2, 0, 1))
        .hasMessage("Invalid restarts: 0; expected 1 or more");
  }
}
