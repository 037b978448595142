package io.scstream.models.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.memory.RememberedCell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CellStatisticsTest {
  private static Cell cell(double library, int... counts) {
    int[] genes = new int[counts.length];
    int[] kept = new int[counts.length];
    int size = 0;
    for (int gene = 0; gene < counts.length; gene++) {
      if (counts[gene] > 0) {
        genes[size] = gene;
        kept[size++] = counts[gene];
      }
    }
    return Cell.of(
        "c", Role.TARGET, library, Arrays.copyOf(genes, size), Arrays.copyOf(kept, size));
  }

  private static RememberedCell in(String stratum, Cell cell) {
    return new RememberedCell(cell, stratum);
  }

  /** Libraries 10, 20, 60; genes 1, 2, 2 of 4; shares of gene 0: 1, ½, ¼. */
  @Test
  void inputQualityIsMediansTransformed() {
    InputQuality quality = InputQuality.of(4, 0);
    SortedMap<String, Double> values =
        quality.measure(List.of(cell(10, 5), cell(20, 1, 1), cell(60, 1, 0, 0, 3)));
    assertThat(values.keySet()).containsExactlyElementsOf(quality.names());
    assertThat(values.get(InputQuality.LIBRARY_SIZE)).isEqualTo(Math.log(21));
    assertThat(values.get(InputQuality.DETECTED_GENES)).isEqualTo(Math.log1p(2));
    // One of three is larger than 36.
    assertThat(values.get(InputQuality.DOUBLET_SHARE))
        .isCloseTo(2 * Math.asin(Math.sqrt(1.375 / 3.75)), within(1e-12));
    assertThat(values.get(InputQuality.ZERO_FRACTION)).isZero();
    assertThat(values.get(InputQuality.MITOCHONDRIAL_SHARE)).isZero();
    assertThat(InputQuality.of(4).names()).doesNotContain(InputQuality.MITOCHONDRIAL_SHARE);
    assertThat(InputQuality.mitochondrial(List.of("MT-CO1", "GATA1", "mt-Nd1", "MTOR")))
        .containsExactly(0, 2);
    assertThat(InputQuality.logit(0.75)).isCloseTo(Math.log(3), within(1e-12));
    assertThat(InputQuality.logit(0)).isFinite();
    assertThatThrownBy(() -> quality.measure(List.of()))
        .hasMessage("Invalid batch: no cells; expected 1 or more");
  }

  @Test
  void aGeneSpaceIsEnoughIfKnownAndNearlyWhole() {
    List<String> variable = List.of("a", "b", "c", "d", "e");
    GeneCoverage most = GeneCoverage.of(Set.of("h"), "h", variable, Set.of("a", "b", "c", "d"));
    assertThat(most).isEqualTo(new GeneCoverage(true, 0.8));
    assertThat(most.isEnough()).isTrue();
    assertThat(GeneCoverage.of(Set.of("h"), "x", variable, Set.copyOf(variable)).isEnough())
        .isFalse();
    assertThat(GeneCoverage.of(Set.of("h"), "h", variable, Set.of("a", "b", "c")).isEnough())
        .isFalse();
  }

  /** Loss 2 log size + 1 in stratum a, + 5 in b: no residual there; one nat more is one. */
  @Test
  void theResidualIsWhatALineLeaves() {
    List<RememberedCell> cells = new ArrayList<>();
    double[] elbo = new double[8];
    for (int i = 0; i < 8; i++) {
      double size = 10 * (i + 1);
      cells.add(in(i % 2 == 0 ? "a" : "b", cell(size, 1)));
      elbo[i] = -(2 * Math.log(size) + (i % 2 == 0 ? 1 : 5));
    }
    ElboResidual residual = ElboResidual.of(cells, elbo);
    assertThat(residual.measure(cells, elbo)).isCloseTo(0, within(1e-12));
    List<RememberedCell> batch = List.of(in("a", cell(500, 1)), in("b", cell(3, 1)));
    double[] worse = {-(2 * Math.log(500) + 2), -(2 * Math.log(3) + 6)};
    assertThat(residual.measure(batch, worse)).isCloseTo(1, within(1e-12));
    double mean = Arrays.stream(elbo).average().orElseThrow();
    assertThat(residual.measure(List.of(in("new", cell(1, 1))), new double[] {mean})).isFinite();
    assertThatThrownBy(() -> residual.measure(batch, new double[1]))
        .hasMessage("Invalid ELBO: 1 values for 2 cells; expected one each, and 1 or more");
  }

  /** Cells differ in gene 0 alone: one component, along it. */
  @Test
  void profilesLieOnWhatVaries() {
    List<RememberedCell> reference =
        List.of(in("a", cell(1e4, 1, 4)), in("a", cell(1e4, 3, 4)), in("b", cell(1e4, 7, 4)));
    ExpressionProfiles profiles = ExpressionProfiles.of(reference, 2, 20, 1);
    SortedMap<String, double[]> measured = profiles.measure(reference);
    assertThat(measured).containsOnlyKeys("a", "b");
    double[] a = measured.getOrDefault("a", new double[0]);
    double[] b = measured.getOrDefault("b", new double[0]);
    assertThat(a).hasSize(1);
    double expected = Math.log(8) - (Math.log(2) + Math.log(4)) / 2;
    assertThat(Math.abs(b[0] - a[0])).isCloseTo(expected, within(1e-9));
    assertThat(profiles.project(reference.get(2).cell())[0]).isCloseTo(b[0], within(1e-12));
  }

  /** Stratum a has two of three reference cells; a batch with b only is read by b only. */
  @Test
  void distancesAreAveragedOverTheStrataThatABatchHas() {
    List<RememberedCell> reference =
        List.of(in("a", cell(1e4, 1, 4)), in("a", cell(1e4, 3, 4)), in("b", cell(1e4, 7, 4)));
    ExpressionProfiles profiles = ExpressionProfiles.of(reference, 2, 20, 1);
    SortedMap<String, double[]> low = profile("a", -1, "b", -1);
    SortedMap<String, double[]> high = profile("a", 1, "b", 1);
    SortedMap<String, double[]> top = profile("a", 5, "b", 5);
    SortedMap<String, double[]> mixed = profile("b", 3);
    double[] distances = profiles.distances(List.of(low, high, top, mixed, new TreeMap<>()));
    double[] ofA = ShrinkageCovariance.distances(new double[][] {{-1}, {1}, {5}});
    double[] ofB = ShrinkageCovariance.distances(new double[][] {{-1}, {1}, {5}, {3}});
    assertThat(distances[0]).isCloseTo((2 * ofA[0] + ofB[0]) / 3, within(1e-12));
    assertThat(distances[2]).isCloseTo((2 * ofA[2] + ofB[2]) / 3, within(1e-12));
    assertThat(distances[3]).isCloseTo(ofB[3], within(1e-12));
    assertThat(distances[4]).isNaN();
  }

  /** Logs of gene 0 are log 2 apart in the reference and twice that in the batch. */
  @Test
  void tellsHowUnlikeEachOtherCellsAre() {
    List<RememberedCell> reference =
        List.of(in("a", cell(1e4, 1, 4)), in("a", cell(1e4, 3, 4)), in("b", cell(1e4, 7, 4)));
    ExpressionProfiles profiles = ExpressionProfiles.of(reference, 2, 20, 1);
    List<RememberedCell> batch =
        List.of(in("a", cell(1e4, 1, 4)), in("a", cell(1e4, 7, 4)), in("b", cell(1e4, 3, 4)));
    assertThat(profiles.spread(batch).orElseThrow()).isCloseTo(Math.log(4), within(1e-12));
    assertThat(profiles.spread(reference).orElseThrow()).isCloseTo(0, within(1e-12));
    assertThat(profiles.spread(batch.subList(1, 3))).isEmpty();
  }

  private static SortedMap<String, double[]> profile(Object... pairs) {
    SortedMap<String, double[]> profile = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      profile.put((String) pairs[i], new double[] {((Integer) pairs[i + 1]).doubleValue()});
    }
    return profile;
  }
}
