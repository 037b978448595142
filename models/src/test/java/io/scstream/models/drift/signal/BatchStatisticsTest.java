package io.scstream.models.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchStatisticsTest {
  /** S = diag(½, ½) is a multiple of the identity already: each row is 2 away. */
  @Test
  void distancesOfACrossAreAllTheSame() {
    double[][] rows = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    assertThat(ShrinkageCovariance.of(rows).distances())
        .containsExactly(new double[] {2, 2, 2, 2}, within(1e-12));
  }

  /**
   * Rows (±2, 0), (0, ±1), S = diag(2, ½), m = 1.25, ‖S − mI‖² = 1.125; ‖xxᵀ‖ are 4, 4, 1, 1, so
   * the noise is (Σ ‖xxᵀ‖² − n ‖S‖²) / n² = (34 − 17) / 16 and the shrinkage 1.0625 / 1.125.
   */
  @Test
  void shrinksAsLedoitAndWolfSay() {
    double[][] rows = {{2, 0}, {-2, 0}, {0, 1}, {0, -1}};
    ShrinkageCovariance covariance = ShrinkageCovariance.of(rows);
    double shrinkage = 1.0625 / 1.125;
    assertThat(covariance.shrinkage()).isCloseTo(shrinkage, within(1e-12));
    double first = 4 / (1.25 * shrinkage + 2 * (1 - shrinkage));
    double third = 1 / (1.25 * shrinkage + 0.5 * (1 - shrinkage));
    assertThat(covariance.distances())
        .containsExactly(new double[] {first, first, third, third}, within(1e-12));
  }

  @Test
  void distancesOfRowsAllAlikeAre0() {
    assertThat(ShrinkageCovariance.of(new double[][] {{3, 1}, {3, 1}}).distances())
        .containsExactly(0, 0);
    assertThat(ShrinkageCovariance.of(new double[][] {{3, 1}}).distances()).containsExactly(0);
  }

  @Test
  void moreDimensionsThanRowsAreNoHindrance() {
    CounterRandom chance = CounterRandom.of(1, 0, "test");
    double[][] rows = new double[6][20];
    for (double[] row : rows) {
      Arrays.setAll(row, j -> chance.nextGaussian());
    }
    rows[4][7] += 30;
    double[] distances = ShrinkageCovariance.of(rows).distances();
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
