package io.scstream.models.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class BatchStatisticsTest {
  /**
   * Without (1, 0) the rows of a cross have the mean (−⅓, 0) and S = diag(2/9, 2/3), m = 4/9, ‖S −
   * mI‖² = 8/81. Lengths to the fourth are 16/81 and twice 100/81, so the noise is (8/9 − 40/81) /
   * 3 = 32/243: more than there is to shrink, and S is taken for mI. (4/3)² / (4/9) = 4.
   */
  @Test
  void distancesOfACrossAreAllTheSame() {
    double[][] rows = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    assertThat(ShrinkageCovariance.distances(rows))
        .containsExactly(new double[] {4, 4, 4, 4}, within(1e-12));
  }

  /** As Ledoit and Wolf say, of the others alone: computed without any shortcut. */
  @Test
  void shrinksTheCovarianceOfTheOthers() {
    CounterRandom chance = CounterRandom.of(3, 0, "test");
    double[][] rows = new double[30][3];
    for (double[] row : rows) {
      Arrays.setAll(row, j -> 10 * j + Math.pow(4, j) * chance.nextGaussian());
    }
    double[] distances = ShrinkageCovariance.distances(rows);
    for (int out = 0; out < rows.length; out++) {
      assertThat(distances[out]).isCloseTo(plainly(rows, out), within(1e-9));
    }
  }

  private static double plainly(double[][] rows, int out) {
    List<double[]> others = new ArrayList<>(Arrays.asList(rows));
    others.remove(out);
    double[] mean = new double[3];
    others.forEach(row -> Arrays.setAll(mean, j -> mean[j] + row[j] / others.size()));
    List<SimpleMatrix> products = new ArrayList<>();
    SimpleMatrix sample = new SimpleMatrix(3, 3);
    for (double[] row : others) {
      SimpleMatrix away = away(row, mean);
      products.add(away.mult(away.transpose()));
      sample = sample.plus(away.mult(away.transpose()).divide(others.size()));
    }
    SimpleMatrix target = SimpleMatrix.identity(3).scale(sample.trace() / 3);
    double noise = 0;
    for (SimpleMatrix product : products) {
      noise += Math.pow(product.minus(sample).normF(), 2) / others.size() / others.size();
    }
    double shrinkage = Math.min(1, noise / Math.pow(sample.minus(target).normF(), 2));
    assertThat(shrinkage).isBetween(0.01, 0.99);
    SimpleMatrix drawn = target.scale(shrinkage).plus(sample.scale(1 - shrinkage));
    SimpleMatrix away = away(rows[out], mean);
    return away.dot(drawn.invert().mult(away));
  }

  private static SimpleMatrix away(double[] row, double[] mean) {
    SimpleMatrix away = new SimpleMatrix(3, 1);
    for (int j = 0; j < 3; j++) {
      away.set(j, 0, row[j] - mean[j]);
    }
    return away;
  }

  /** Measured by all rows, itself among them, it could not be further off than 50. */
  @Test
  void aRowThatIsOutOfAllBoundsLooksLikeIt() {
    CounterRandom chance = CounterRandom.of(4, 0, "test");
    double[][] rows = new double[50][20];
    for (double[] row : rows) {
      Arrays.setAll(row, j -> chance.nextGaussian());
    }
    rows[17][3] += 100;
    double[] distances = ShrinkageCovariance.distances(rows);
    assertThat(distances[17]).isGreaterThan(5000);
    distances[17] = 0;
    assertThat(Arrays.stream(distances).max().orElseThrow()).isLessThan(100);
  }

  @Test
  void distancesOfRowsAllAlikeAre0() {
    assertThat(ShrinkageCovariance.distances(new double[][] {{3, 1}, {3, 1}, {3, 1}}))
        .containsExactly(0, 0, 0);
    assertThat(ShrinkageCovariance.distances(new double[][] {{3, 1}, {4, 1}}))
        .containsExactly(0, 0);
    assertThat(ShrinkageCovariance.distances(new double[][] {{3, 1}})).containsExactly(0);
  }

  @Test
  void moreDimensionsThanRowsAreNoHindrance() {
    CounterRandom chance = CounterRandom.of(1, 0, "test");
    double[][] rows = new double[6][20];
    for (double[] row : rows) {
      Arrays.setAll(row, j -> chance.nextGaussian());
    }
    rows[4][7] += 30;
    double[] distances = ShrinkageCovariance.distances(rows);
    assertThat(Arrays.stream(distances).max().orElseThrow()).isEqualTo(distances[4]);
  }

  /**
   * One batch of 2 and 2: shares 2.5/5.5 each and ½/5.5 for strangers. A batch of 4 and 0: ΣX² by
   * hand.
   */
  @Test
  void scoresACompositionByPearson() {
    Composition composition = Composition.of(List.of(Map.of("a", 2, "b", 2)));
    assertThat(composition.dispersion()).isZero();
    double known = 4 * 2.5 / 5.5;
    double expected = (4 - known) * (4 - known) / known + known + 4 * 0.5 / 5.5;
    assertThat(composition.score(Map.of("a", 4))).isCloseTo(expected, within(1e-12));
    assertThat(composition.score(Map.of("c", 4))).isGreaterThan(20);
  }

  /** Cells of a batch agree: π of each batch is drawn, half of the time 0.4, half 0.6: ρ = 0.04. */
  @Test
  void estimatesHowFarBatchesVary() {
    CounterRandom chance = CounterRandom.of(2, 0, "test");
    Map<String, Integer>[] batches = batches(chance, 400, 0.1);
    assertThat(Composition.of(Arrays.asList(batches)).dispersion()).isCloseTo(0.04, within(0.01));
    Map<String, Integer>[] even = batches(chance, 400, 0);
    assertThat(Composition.of(Arrays.asList(even)).dispersion()).isCloseTo(0, within(0.002));
    double mean = 0;
    for (Map<String, Integer> batch : batches) {
      mean += Composition.of(Arrays.asList(batches)).score(batch) / batches.length;
    }
    assertThat(mean).isCloseTo(1, within(0.1));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<String, Integer>[] batches(CounterRandom chance, int size, double spread) {
    Map[] batches = new Map[100];
    for (int batch = 0; batch < batches.length; batch++) {
      double share = 0.5 + (batch % 2 == 0 ? spread : -spread);
      int first = 0;
      for (int cell = 0; cell < size; cell++) {
        first += chance.nextDouble() < share ? 1 : 0;
      }
      batches[batch] = Map.of("a", first, "b", size - first);
    }
    return batches;
  }

  /** Of strata a: 2 to 3 apart as in the plain distance, b: alike; three quarters are a. */
  @Test
  void averagesOverStrataWithTheReferencesShares() {
    double[][] reference = {{0}, {1}, {0}, {1}, {0}, {1}, {7}, {8}};
    List<String> strata = List.of("a", "a", "a", "a", "a", "a", "b", "b");
    StratifiedDistance distance = StratifiedDistance.to(reference, strata, 2);
    double[][] codes = {{7}, {2}, {8}, {3}, {9}};
    double a =
        EnergyDistance.to(new double[][] {{0}, {1}, {0}, {1}, {0}, {1}})
            .of(new double[][] {{2}, {3}});
    double b = EnergyDistance.to(new double[][] {{7}, {8}}).of(new double[][] {{7}, {8}});
    assertThat(distance.of(codes, List.of("b", "a", "b", "a", "c")).orElseThrow())
        .isCloseTo(0.75 * a + 0.25 * b, within(1e-12));
    assertThat(distance.of(codes, List.of("b", "b", "b", "a", "c")).orElseThrow())
        .isCloseTo(
            EnergyDistance.to(new double[][] {{7}, {8}}).of(new double[][] {{7}, {2}, {8}}),
            within(1e-12));
    assertThat(distance.of(codes, List.of("c", "d", "e", "a", "b"))).isEmpty();
  }

  @Test
  void refusesEmptyBatches() {
    assertThatThrownBy(() -> Composition.of(List.of(Map.of())))
        .hasMessage("Invalid composition: 0 cells; expected 1 or more");
    assertThatThrownBy(() -> StratifiedDistance.to(new double[][] {{1}}, List.of(), 2))
        .hasMessage("Invalid strata: 0 for 1 codes; expected one each");
  }
}
