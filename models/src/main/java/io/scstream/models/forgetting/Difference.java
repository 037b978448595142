package io.scstream.models.forgetting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The mean difference between the bounds of the same cells under two models. Paired: what differs
 * between cells drops out.
 *
 * <p>Cells of one donor are not independent, so the standard error is that of a mean over clusters,
 * √(D/(D − 1) Σ_d (Σ_{i∈d} (x_i − x̄))²) / n, with donors as clusters; or with single cells, where
 * there are fewer than two donors or some cell's is unknown. With one cell a cluster it is the
 * usual s/√n.
 *
 * @param mean in nats per cell; negative if the later model is worse
 * @param standardError of the mean; NaN for fewer than two clusters
 * @param cells that were compared
 * @param donors that the error was taken over; 0 if it was taken over cells
 */
public record Difference(double mean, double standardError, int cells, int donors) {
  /** Of no cells. */
  public static final Difference NONE = new Difference(Double.NaN, Double.NaN, 0, 0);

  /**
   * Between the bounds of cells now and those that they had before.
   *
   * @param before by the id of a cell; cells that are not in it, and bounds that are not finite,
   *     are passed over
   */
  public static Difference between(List<ScoredCell> now, Map<String, Double> before) {
    List<ScoredCell> compared = new ArrayList<>();
    double sum = 0;
    for (ScoredCell cell : now) {
      double difference = difference(cell, before);
      if (Double.isFinite(difference)) {
        compared.add(cell);
        sum += difference;
      }
    }
    if (compared.isEmpty()) {
      return NONE;
    }
    double mean = sum / compared.size();
    int donors = donors(compared);
    Map<String, Double> clusters = new HashMap<>();
    for (ScoredCell cell : compared) {
      String cluster = donors == 0 ? cell.id() : cell.donor().orElseThrow();
      clusters.merge(cluster, difference(cell, before) - mean, Double::sum);
    }
    return new Difference(mean, error(clusters, compared.size()), compared.size(), donors);
  }

  private static double difference(ScoredCell now, Map<String, Double> before) {
    return now.bound() - before.getOrDefault(now.id(), Double.NaN);
  }

  /** How many there are; 0 if there are fewer than two or somebody's is unknown. */
  private static int donors(List<ScoredCell> cells) {
    Set<Optional<String>> donors = new HashSet<>();
    cells.forEach(cell -> donors.add(cell.donor()));
    return donors.size() < 2 || donors.contains(Optional.empty()) ? 0 : donors.size();
  }

  private static double error(Map<String, Double> clusters, int cells) {
    int count = clusters.size();
    // In the order of size, so that the sum does not depend on that of a hash table.
    double squares = clusters.values().stream().mapToDouble(sum -> sum * sum).sorted().sum();
    return count < 2 ? Double.NaN : Math.sqrt(squares * count / (count - 1)) / cells;
  }

  /**
   * The same with an error that has another source too.
   *
   * @param variance of the mean from that source, in squared nats per cell; NaN if unknown, and
   *     then the error is
   */
  public Difference withVariance(double variance) {
    return new Difference(mean, Math.sqrt(standardError * standardError + variance), cells, donors);
  }

  /** Whether it is negative by more than so many standard errors; never if these are unknown. */
  public boolean isBelow(double standardErrors) {
    return mean < -standardErrors * standardError;
  }
}
