package io.scstream.models.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SparseShiftModelTest {

  private final SparseShiftModel model = new SparseShiftModel(0);
  private final CounterRandom random = CounterRandom.of(6, 0, "cells");

  @Test
  void everyPerturbationMovesOneToThreeCoordinatesByAboutFive() {
    Map<Integer, double[]> shifts = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      Codes codes = model.codes(Role.TARGET, random);
      double[] known = shifts.putIfAbsent(codes.label(), codes.salient());
      assertThat(known == null || Arrays.equals(known, codes.salient())).isTrue();
    }
    assertThat(shifts.keySet())
        .hasSize(SparseShiftModel.PERTURBATIONS)
        .allMatch(label -> label >= 1 && label <= SparseShiftModel.PERTURBATIONS);
    assertThat(shifts.values())
        .allSatisfy(shift -> assertThat(moved(shift).length).isBetween(1, 3));
    double[] sizes =
        shifts.values().stream().flatMapToDouble(it -> Arrays.stream(moved(it))).toArray();
    Moments.of(Arrays.stream(sizes).map(Math::abs).toArray()).assertMatch(5, 0.25);
    double negative = Arrays.stream(sizes).filter(size -> size < 0).count();
    assertThat(negative / sizes.length).isCloseTo(0.5, within(2 / Math.sqrt(sizes.length)));
  }

  private static double[] moved(double[] shift) {
    return Arrays.stream(shift).filter(size -> size != 0).toArray();
  }

  @Test
  void aCellHasAMillionCountsInProportionsThatSumToOne() {
    Codes codes = model.codes(Role.TARGET, random);
    double[] proportions = model.proportions(codes);
    assertThat(Arrays.stream(proportions).sum()).isCloseTo(1, within(1e-12));
    double[][] counts = new double[model.genes()][1000];
    double[] totals = new double[1000];
    for (int row = 0; row < totals.length; row++) {
      Cell cell = model.cell("c", Role.TARGET, codes, random);
      for (int i = 0; i < cell.nonZeros(); i++) {
        counts[cell.gene(i)][row] = cell.count(i);
      }
      totals[row] = cell.librarySize();
    }
    Moments.of(totals).assertMatch(1e6, 1e6);
    for (int gene = 0; gene < proportions.length; gene++) {
      Moments.of(counts[gene]).assertMatch(1e6 * proportions[gene], 1e6 * proportions[gene]);
    }
  }
}
