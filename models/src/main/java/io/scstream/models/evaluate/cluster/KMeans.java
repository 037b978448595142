package io.scstream.models.evaluate.cluster;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.evaluate.Codes;
import io.scstream.models.evaluate.Labels;
import io.scstream.models.random.CounterRandom;
import java.util.Arrays;

/**
 * Clusters by nearest mean: Lloyd's algorithm from centres that are drawn far apart (k-means++,
 * Arthur and Vassilvitskii 2007). The same seed gives the same clusters.
 */
public final class KMeans {

  private static final int MAX_ROUNDS = 300;

  private final double[][] codes;
  private final double[][] centres;
  private final int[] clusters;
  private final double[] distances;

  private KMeans(double[][] codes, double[][] centres) {
    this.codes = codes;
    this.centres = centres;
    this.clusters = new int[codes.length];
    this.distances = new double[codes.length];
    Arrays.fill(clusters, -1);
  }

  /**
   * The clusters of the cells.
   *
   * @param codes [n, d]
   * @param count of clusters, at most n; fewer come back where fewer cells differ
   * @param restarts from new centres; the one with the least sum of squares within clusters counts
   */
  public static Labels cluster(float[][] codes, int count, int restarts, long seed) {
    checkInput(
        count >= 1 && count <= codes.length,
        "Invalid clusters: %d of %d cells; expected at least 1 and no more than cells",
        count,
        codes.length);
    checkInput(restarts >= 1, "Invalid restarts: %d; expected 1 or more", restarts);
    double[][] wide = Codes.widen(codes);
    KMeans best = start(wide, count, CounterRandom.of(seed, 0, "evaluate/k-means"));
    for (int restart = 1; restart < restarts; restart++) {
      KMeans next = start(wide, count, CounterRandom.of(seed, restart, "evaluate/k-means"));
      best = next.sumOfSquares() < best.sumOfSquares() ? next : best;
    }
    return Labels.of(best.clusters);
  }

  private static KMeans start(double[][] codes, int count, CounterRandom random) {
    KMeans run = new KMeans(codes, scattered(codes, count, random));
    int round = 0;
    while (run.assign() && round < MAX_ROUNDS) {
      run.moveCentres();
      round++;
    }
    return run;
  }

  /** Cells drawn with chances in proportion to their squared distance to those drawn before. */
  private static double[][] scattered(double[][] codes, int count, CounterRandom random) {
    double[][] centres = new double[count][];
    double[] nearest = new double[codes.length];
    Arrays.fill(nearest, 1);
    for (int centre = 0; centre < count; centre++) {
      double[] chosen = codes[draw(nearest, random)];
      centres[centre] = chosen.clone();
      for (int cell = 0; cell < codes.length; cell++) {
        double distance = Codes.squaredDistance(codes[cell], chosen);
        nearest[cell] = centre == 0 ? distance : Math.min(nearest[cell], distance);
      }
    }
    return centres;
  }

  /** An index with chances in proportion to these; the first if all are 0. */
  private static int draw(double[] chances, CounterRandom random) {
    double left = random.nextDouble() * Arrays.stream(chances).sum();
    int lastPossible = 0;
    for (int i = 0; i < chances.length; i++) {
      if (chances[i] > 0) {
        lastPossible = i;
        left -= chances[i];
        if (left < 0) {
          return i;
        }
      }
    }
    return lastPossible;
  }

  /** Gives each cell to its nearest centre, the first of equally near ones. Whether any moved. */
  private boolean assign() {
    boolean isMoved = false;
    for (int cell = 0; cell < codes.length; cell++) {
      int nearest = 0;
      distances[cell] = Double.POSITIVE_INFINITY;
      for (int centre = 0; centre < centres.length; centre++) {
        double distance = Codes.squaredDistance(codes[cell], centres[centre]);
        if (distance < distances[cell]) {
          distances[cell] = distance;
          nearest = centre;
        }
      }
      isMoved |= clusters[cell] != nearest;
      clusters[cell] = nearest;
    }
    return isMoved;
  }

  /** To the means of their cells; one without cells, to the cell farthest from its centre. */
  private void moveCentres() {
    int[] sizes = new int[centres.length];
    for (double[] centre : centres) {
      Arrays.fill(centre, 0);
    }
    for (int cell = 0; cell < codes.length; cell++) {
      sizes[clusters[cell]]++;
      for (int i = 0; i < codes[cell].length; i++) {
        centres[clusters[cell]][i] += codes[cell][i];
      }
    }
    for (int centre = 0; centre < centres.length; centre++) {
      if (sizes[centre] == 0) {
        centres[centre] = codes[farthest()].clone();
        continue;
      }
      for (int i = 0; i < centres[centre].length; i++) {
        centres[centre][i] /= sizes[centre];
      }
    }
  }

  private int farthest() {
    int farthest = 0;
    for (int cell = 1; cell < distances.length; cell++) {
      farthest = distances[cell] > distances[farthest] ? cell : farthest;
    }
    // The next empty cluster looks elsewhere.
    distances[farthest] = 0;
    return farthest;
  }

  private double sumOfSquares() {
    return Arrays.stream(distances).sum();
  }
}
