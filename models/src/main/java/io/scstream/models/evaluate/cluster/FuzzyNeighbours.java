package io.scstream.models.evaluate.cluster;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.evaluate.Codes;
import io.scstream.models.evaluate.Neighbours;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A weighted graph of cells: each is tied to its nearest ones, by weights that fall from 1 at the
 * nearest so that they sum to log₂ of their number, and two weights of one pair become their fuzzy
 * union a + b − ab (McInnes et al. 2018, "UMAP", section 3.1). This is the graph on which single
 * cells are usually clustered.
 */
final class FuzzyNeighbours {
  private static final int ROUNDS = 64;
  private static final double CLOSE = 1e-5;

  /** Of the mean distance; no kernel is narrower. */
  private static final double LEAST_WIDTH = 1e-3;

  private FuzzyNeighbours() {}

  /**
   * The weight of every tie, at both its ends: by cell, the other cell and the weight.
   *
   * @param codes [n, d]
   * @param count of neighbours, the cell itself among them, at most n
   */
  static List<Map<Integer, Double>> of(float[][] codes, int count) {
    double[][] wide = Codes.widen(codes);
    checkInput(
        count >= 2 && count <= wide.length,
        "Invalid neighbours: %d of %d cells; expected at least 2 and no more than cells",
        count,
        wide.length);
    List<Map<Integer, Double>> directed = directed(wide, count - 1);
    List<Map<Integer, Double>> ties = empty(wide.length);
    for (int cell = 0; cell < ties.size(); cell++) {
      for (Map.Entry<Integer, Double> tie : directed.get(cell).entrySet()) {
        double there = tie.getValue();
        double back = directed.get(tie.getKey()).getOrDefault(cell, 0.0);
        double weight = there + back - there * back;
        ties.get(cell).put(tie.getKey(), weight);
        ties.get(tie.getKey()).put(cell, weight);
      }
    }
    return ties;
  }

  private static List<Map<Integer, Double>> directed(double[][] codes, int others) {
    Neighbours search = new Neighbours(codes, others);
    List<Map<Integer, Double>> directed = empty(codes.length);
    for (int cell = 0; cell < codes.length; cell++) {
      int[] nearest = search.of(codes[cell], cell);
      double[] distances = new double[others];
      for (int i = 0; i < others; i++) {
        distances[i] = Math.sqrt(Codes.squaredDistance(codes[cell], codes[nearest[i]]));
      }
      double[] weights = weights(distances);
      for (int i = 0; i < others; i++) {
        directed.get(cell).put(nearest[i], weights[i]);
      }
    }
    return directed;
  }

  private static List<Map<Integer, Double>> empty(int cells) {
    List<Map<Integer, Double>> ties = new ArrayList<>();
    for (int cell = 0; cell < cells; cell++) {
      ties.add(new TreeMap<>());
    }
    return ties;
  }

  /** Of rising distances: exp(−(d − ρ)/σ) beyond the least positive distance ρ, and 1 within. */
  static double[] weights(double[] distances) {
    double nearest = 0;
    double mean = 0;
    for (double distance : distances) {
      nearest = nearest == 0 ? distance : nearest;
      mean += distance / distances.length;
    }
    double width = width(distances, nearest);
    double[] weights = new double[distances.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weight(distances[i] - nearest, Math.max(width, LEAST_WIDTH * mean));
    }
    return weights;
  }

  private static double weight(double beyond, double width) {
    return beyond <= 0 || width == 0 ? 1 : Math.exp(-beyond / width);
  }

  /**
   * By bisection, the width at which weights sum to log₂ of the cells, the cell itself included.
   */
  private static double width(double[] distances, double nearest) {
    double wanted = Math.log(distances.length + 1) / Math.log(2);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double width = 1;
    for (int round = 0; round < ROUNDS; round++) {
      double sum = 0;
      for (double distance : distances) {
        sum += weight(distance - nearest, width);
      }
      if (Math.abs(sum - wanted) < CLOSE) {
        return width;
      }
      if (sum > wanted) {
        high = width;
      } else {
        low = width;
      }
      width = Double.isInfinite(high) ? 2 * width : (low + high) / 2;
    }
    return width;
  }
}
