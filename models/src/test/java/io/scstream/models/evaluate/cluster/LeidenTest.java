package io.scstream.models.evaluate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.evaluate.Draws;
import io.scstream.models.evaluate.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeidenTest {

  /** Rings of cliques of 5, tied by one edge each: the textbook case of modularity. */
  private static List<Map<Integer, Double>> cliques(int count) {
    List<Map<Integer, Double>> ties = new ArrayList<>();
    for (int node = 0; node < 5 * count; node++) {
      Map<Integer, Double> own = new TreeMap<>();
      for (int other = node / 5 * 5; other < node / 5 * 5 + 5; other++) {
        if (other != node) {
          own.put(other, 1.0);
        }
      }
      ties.add(own);
    }
    for (int clique = 0; clique < count; clique++) {
      int from = 5 * clique;
      int to = (5 * clique + 6) % (5 * count);
      ties.get(from).put(to, 1.0);
      ties.get(to).put(from, 1.0);
    }
    return ties;
  }

  @Test
  void findsCliquesOfARing() {
    Labels clusters = Leiden.clusterGraph(cliques(6), 1, 1);
    assertThat(clusters.count()).isEqualTo(6);
    for (int node = 0; node < 30; node++) {
      assertThat(clusters.group(node)).isEqualTo(clusters.group(node / 5 * 5));
    }
  }

  @Test
  void resolutionSaysHowFineClustersAre() {
    // To join two neighbouring cliques gains 1 − γ 22²/132, to join two nodes 1 − γ 4²/132 or less.
    assertThat(Leiden.clusterGraph(cliques(6), 0.01, 1).count()).isEqualTo(1);
    assertThat(Leiden.clusterGraph(cliques(6), 20, 1).count()).isEqualTo(30);
  }

  @Test
  void findsPlantedGroups() {
    float[][] codes = Draws.grouped("codes", 600, 4, 8);
    Labels truth = Labels.of(Draws.turns(600, 4));
    Labels clusters = Leiden.cluster(codes, 0.2, 3);
    assertThat(ClusterAgreement.of(truth, clusters).adjustedRand()).isEqualTo(1);
    assertThat(Leiden.cluster(codes, 3, 3).count()).isGreaterThan(4);
  }

  @Test
  void theSameSeedGivesTheSameClusters() {
    float[][] codes = Draws.normal("codes", 300, 2);
    Labels once = Leiden.cluster(codes, 1, 3);
    Labels again = Leiden.cluster(codes, 1, 3);
    assertThat(ClusterAgreement.of(once, again)).isEqualTo(new ClusterAgreement(1, 1));
  }

  @Test
  void weightsFallFromTheNearestAndSumToTheLogOfTheirNumber() {
    double[] weights = FuzzyNeighbours.weights(new double[] {1, 2, 3, 4, 5, 6, 7});
    assertThat(weights[0]).isEqualTo(1);
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      // A geometric series: equal steps of distance, equal ratios.
      assertThat(weights[i]).isCloseTo(Math.pow(weights[1], i), within(1e-12));
    }
    assertThat(sum).isCloseTo(3, within(1e-5)); // log₂ 8
    // Equal cells are tied as closely as can be.
    assertThat(FuzzyNeighbours.weights(new double[] {0, 0, 0})).containsExactly(1, 1, 1);
  }

  @Test
  void tiesAreTheSameFromBothEnds() {
    List<Map<Integer, Double>> ties = FuzzyNeighbours.of(Draws.normal("codes", 50, 2), 6);
    for (int cell = 0; cell < 50; cell++) {
      assertThat(ties.get(cell)).doesNotContainKey(cell).hasSizeGreaterThanOrEqualTo(5);
      for (Map.Entry<Integer, Double> tie : ties.get(cell).entrySet()) {
        assertThat(ties.get(tie.getKey())).containsEntry(cell, tie.getValue());
        assertThat(tie.getValue()).isBetween(0.0, 1.0);
      }
    }
  }

  @Test
  void refusesFewCellsAndNoResolution() {
    assertThatThrownBy(() -> Leiden.cluster(Draws.normal("a", 14, 1), 1, 1))
        .hasMessage(
            "Invalid neighbours: 15 of 14 cells; expected at least 2 and no more than cells");
    assertThatThrownBy(() -> Leiden.cluster(Draws.normal("a", 20, 1), 0, 1))
        .hasMessage("Invalid resolution: 0.0; expected a positive number");
  }
}
