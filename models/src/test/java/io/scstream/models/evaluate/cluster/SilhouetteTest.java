package io.scstream.models.evaluate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.evaluate.Draws;
import io.scstream.models.evaluate.Labels;
import org.junit.jupiter.api.Test;

class SilhouetteTest {

  @Test
  void fourPointsOnALineHaveAClosedForm() {
    float[][] codes = {{0}, {1}, {10}, {12}};
    // (b − a)/b with a = 1, 1, 2, 2 and b = 11, 10, 9.5, 11.5.
    double expected = (10.0 / 11 + 9.0 / 10 + 7.5 / 9.5 + 9.5 / 11.5) / 4;
    assertThat(Silhouette.mean(codes, Labels.of(new int[] {0, 0, 1, 1})))
        .isCloseTo(expected, within(1e-15));
  }

  @Test
  void agreesWithTheDefinition() {
    float[][] codes = Draws.grouped("codes", 31, 4, 1.5);
    int[] groups = Draws.turns(31, 4);
    double sum = 0;
    for (int i = 0; i < 31; i++) {
      double within = meanDistance(codes, groups, i, groups[i]);
      double nearest = Double.POSITIVE_INFINITY;
      for (int group = 0; group < 4; group++) {
        if (group != groups[i]) {
          nearest = Math.min(nearest, meanDistance(codes, groups, i, group));
        }
      }
      sum += (nearest - within) / Math.max(nearest, within);
    }
    assertThat(Silhouette.mean(codes, Labels.of(groups))).isCloseTo(sum / 31, within(1e-12));
  }

  private static double meanDistance(float[][] codes, int[] groups, int from, int group) {
    double sum = 0;
    int cells = 0;
    for (int other = 0; other < codes.length; other++) {
      if (other != from && groups[other] == group) {
        double squared = 0;
        for (int k = 0; k < codes[other].length; k++) {
          squared += Math.pow((double) codes[from][k] - codes[other][k], 2);
        }
        sum += Math.sqrt(squared);
        cells++;
      }
    }
    return sum / cells;
  }

  @Test
  void aCellAloneCountsAsNothing() {
    float[][] codes = {{0}, {1}, {5}};
    // Of the pair (5 − 1)/5 and (4 − 1)/4.
    assertThat(Silhouette.mean(codes, Labels.of(new String[] {"a", "a", "b"})))
        .isCloseTo((0.8 + 0.75) / 3, within(1e-15));
  }

  @Test
  void randomGroupsAreNotApart() {
    assertThat(Silhouette.mean(Draws.normal("codes", 600, 3), Labels.of(Draws.turns(600, 3))))
        .isCloseTo(0, within(0.03));
    assertThat(Silhouette.mean(new float[4][2], Labels.of(Draws.turns(4, 2)))).isZero();
  }

  @Test
  void refusesOneGroup() {
    assertThatThrownBy(() -> Silhouette.mean(new float[3][1], Labels.of(new int[3])))
        .hasMessage("Invalid labels: all equal; expected two or more groups");
  }
}
