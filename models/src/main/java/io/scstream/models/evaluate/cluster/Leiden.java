package io.scstream.models.evaluate.cluster;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.evaluate.Labels;
import java.util.List;
import java.util.Map;
import java.util.Random;
import nl.cwts.networkanalysis.LeidenAlgorithm;
import nl.cwts.networkanalysis.Network;
import nl.cwts.util.LargeDoubleArray;
import nl.cwts.util.LargeIntArray;

/**
 * Clusters by the Leiden algorithm (Traag, Waltman and van Eck 2019), by its authors' library, on
 * the graph of {@link FuzzyNeighbours}. Quality is modularity. The number of clusters comes from
 * the data. The same seed gives the same clusters.
 */
public final class Leiden {
  /** Of each cell, itself included; what scanpy takes. */
  private static final int NEIGHBOURS = 15;

  private static final int ROUNDS = 10;

  private Leiden() {}

  /**
   * The clusters of the cells.
   *
   * @param codes [n, d], 15 rows or more
   * @param resolution 1 is usual; more gives more clusters
   */
  public static Labels cluster(float[][] codes, double resolution, long seed) {
    return clusterGraph(FuzzyNeighbours.of(codes, NEIGHBOURS), resolution, seed);
  }

  /** The clusters of the nodes of a graph, whose every tie is given at both its ends. */
  static Labels clusterGraph(List<Map<Integer, Double>> ties, double resolution, long seed) {
    checkConfig(
        Double.isFinite(resolution) && resolution > 0,
        "Invalid resolution: %s; expected a positive number",
        resolution);
    Network network = network(ties);
    // Modularity is the constant Potts model with nodes that weigh what their ties do in all.
    double potts = resolution / (2 * network.getTotalEdgeWeight());
    LeidenAlgorithm leiden =
        new LeidenAlgorithm(potts, ROUNDS, LeidenAlgorithm.DEFAULT_RANDOMNESS, new Random(seed));
    return Labels.of(leiden.findClustering(network).getClusters());
  }

  private static Network network(List<Map<Integer, Double>> ties) {
    LargeIntArray from = new LargeIntArray(0);
    LargeIntArray to = new LargeIntArray(0);
    LargeDoubleArray weights = new LargeDoubleArray(0);
    for (int node = 0; node < ties.size(); node++) {
      for (Map.Entry<Integer, Double> tie : ties.get(node).entrySet()) {
        from.append(node);
        to.append(tie.getKey());
        weights.append(tie.getValue());
      }
    }
    return new Network(ties.size(), true, new LargeIntArray[] {from, to}, weights, true, false);
  }
}
