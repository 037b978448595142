package io.scstream.models.evaluate.independence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.evaluate.Draws;
import io.scstream.models.evaluate.Hsic;
import io.scstream.models.evaluate.Labels;
import io.scstream.models.evaluate.Permutations;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StratifiedTestTest {
  private static final StratifiedTest.Options QUICK = new StratifiedTest.Options(99, 60, 1);

  private final Labels strata = Labels.of(Draws.turns(120, 3));

  /** Codes that lie far apart between strata. */
  private static float[][] codes(String name) {
    return Draws.grouped(name, 120, 3, 10);
  }

  @Test
  void whatStrataShareIsNoDependence() {
    double sum = 0;
    int small = 0;
    for (int trial = 0; trial < 200; trial++) {
      StratifiedTest.Result result =
          StratifiedTest.of(codes("a" + trial), codes("b" + trial), strata, QUICK, trial);
      sum += result.pValue() / 200;
      small += result.pValue() <= 0.1 ? 1 : 0;
    }
    assertThat(sum).isCloseTo(0.505, within(0.07));
    assertThat(small).isBetween(8, 34);
    // Without strata the same codes are as dependent as can be.
    Labels one = Labels.of(new int[120]);
    assertThat(StratifiedTest.of(codes("a"), codes("b"), one, QUICK, 1).pValue()).isEqualTo(0.01);
  }

  @Test
  void dependenceInsideOneStratumIsFound() {
    float[][] first = codes("a");
    float[][] second = codes("b");
    for (int row = 0; row < 120; row += 3) {
      second[row] = first[row].clone();
    }
    StratifiedTest.Result result =
        StratifiedTest.of(first, second, strata, StratifiedTest.Options.DEFAULT, 1);
    assertThat(result.pValue()).isLessThan(0.01);
    assertThat(result.effect()).isBetween(0.15, 0.45);
  }

  @Test
  void groupsAreTestedByWhetherTheyAreEqual() {
    int[] groups = new int[120];
    float[][] first = codes("a");
    for (int row = 0; row < 120; row++) {
      groups[row] = first[row][0] > 10 * (row % 3 == 0 ? 1 : 0) ? 1 : 0;
    }
    StratifiedTest.Result result = StratifiedTest.of(first, Labels.of(groups), strata, QUICK, 1);
    assertThat(result.pValue()).isEqualTo(0.01);
    assertThat(result.effect()).isGreaterThan(0.1);
    // Groups that are the strata themselves do not vary inside them.
    assertThat(StratifiedTest.of(first, strata, strata, QUICK, 1))
        .isEqualTo(new StratifiedTest.Result(1, 0));
  }

  @Test
  void aBlockIsAllItCanDependOn() {
    float[][] first = codes("a");
    assertThat(StratifiedTest.of(first, first, strata, QUICK, 1).effect())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void theStatisticIsThatOfHsic() {
    double[][] k = {
      {1, .2, .5, .1, .3},
      {.2, 1, .7, .4, .6},
      {.5, .7, 1, .9, .2},
      {.1, .4, .9, 1, .8},
      {.3, .6, .2, .8, 1}
    };
    double[][] l = new double[5][5];
    for (int i = 0; i < 5; i++) {
      Arrays.fill(l[i], 0.5);
      l[i][i] = 1;
    }
    l[0][1] = l[1][0] = 0.9;
    l[2][4] = l[4][2] = 0.1;
    double expected = Hsic.ofKernels(k, l).unbiased();
    double[][] reordered = new double[5][5];
    int[] order = {3, 0, 4, 1, 2};
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        reordered[i][j] = l[order[i]][order[j]];
      }
    }
    double permuted = Hsic.ofKernels(k, reordered).unbiased();
    StratumKernels kernels = new StratumKernels(k, l);
    assertThat(kernels.dependence(Permutations.identity(5))).isCloseTo(expected, within(1e-15));
    assertThat(kernels.dependence(order)).isCloseTo(permuted, within(1e-15));
  }

  @Test
  void refusesStrataOfFewCellsAndOtherCells() {
    Labels each = Labels.of(new int[] {0, 1, 2, 3, 4});
    float[][] five = Draws.normal("a", 5, 1);
    assertThatThrownBy(() -> StratifiedTest.of(five, five, each, QUICK, 1))
        .hasMessage("Invalid strata: none of 4 cells; expected one");
    assertThatThrownBy(() -> StratifiedTest.of(five, five, strata, QUICK, 1))
        .hasMessage("Invalid labels: 120 for 5 cells; expected one each");
    assertThatThrownBy(() -> new StratifiedTest.Options(0, 10, 1))
        .hasMessage("Invalid permutations: 0; expected 1 or more");
  }
}
