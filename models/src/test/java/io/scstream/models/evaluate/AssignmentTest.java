package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void isAsCheapAsTheBestOfAllChoices(int rows) {
    for (int trial = 0; trial < 100; trial++) {
      CounterRandom random = CounterRandom.of(trial, rows, "costs");
      double[][] cost = new double[rows][rows + trial % 3];
      for (double[] row : cost) {
        for (int column = 0; column < row.length; column++) {
          // Small whole numbers give many ties, Gaussians none.
          row[column] = trial % 2 == 0 ? random.nextGaussian() : random.nextInt(4);
        }
      }
      int[] columns = Assignment.cheapest(cost);
      assertThat(Arrays.stream(columns).distinct().count()).isEqualTo(rows);
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        sum += cost[row][columns[row]];
      }
      assertThat(sum).isCloseTo(best(cost, 0, new boolean[cost[0].length]), within(1e-12));
    }
  }

  private static double best(double[][] cost, int row, boolean[] isTaken) {
    if (row == cost.length) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int column = 0; column < isTaken.length; column++) {
      if (!isTaken[column]) {
        isTaken[column] = true;
        best = Math.min(best, cost[row][column] + best(cost, row + 1, isTaken));
        isTaken[column] = false;
      }
    }
    return best;
  }

  @Test
  void findsAPlantedPermutationOfAHundred() {
    int[] planted = CounterRandom.of(1, 0, "planted").permutation(100);
    CounterRandom random = CounterRandom.of(1, 0, "costs");
    double[][] cost = new double[100][100];
    for (int row = 0; row < 100; row++) {
      for (int column = 0; column < 100; column++) {
        cost[row][column] = column == planted[row] ? -1 : random.nextDouble();
      }
    }
    assertThat(Assignment.cheapest(cost)).isEqualTo(planted);
  }

  @Test
  void refusesMoreRowsThanColumns() {
    assertThatThrownBy(() -> Assignment.cheapest(new double[3][2]))
        .hasMessage("Invalid costs: 3 rows; expected one or more and no more than columns");
  }
}
