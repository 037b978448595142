package io.scstream.models.drift.signal;

import static io.scstream.models.ModelException.checkInput;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How unlike the reference batches a batch is composed: Pearson's Σ (n_k − n π_k)² / n π_k in units
 * of what a Dirichlet–multinomial law lets it vary by, 1 + (n − 1) ρ (Mosimann 1962). The
 * over-dispersion ρ comes from the reference batches by its first moment. Strata that the reference
 * does not have count together, as half a cell of it.
 */
public final class Composition {
  private static final double SMOOTHING = 0.5;

  private final SortedMap<String, Double> shares = new TreeMap<>();
  private final double unknown;
  private final double dispersion;

  private Composition(List<Map<String, Integer>> batches) {
    SortedMap<String, Double> totals = new TreeMap<>();
    for (Map<String, Integer> batch : batches) {
      batch.forEach((stratum, count) -> totals.merge(stratum, (double) count, Double::sum));
    }
    double cells = totals.values().stream().mapToDouble(it -> it).sum();
    double all = cells + SMOOTHING * (totals.size() + 1);
    totals.forEach((stratum, count) -> shares.put(stratum, (count + SMOOTHING) / all));
    this.unknown = SMOOTHING / all;
    this.dispersion = dispersion(batches, cells / batches.size());
  }

  /**
   * That of reference batches.
   *
   * @param batches cells of each stratum, 1 batch or more, each of 1 cell or more
   */
  public static Composition of(List<Map<String, Integer>> batches) {
    checkInput(!batches.isEmpty(), "Invalid reference: no batches; expected 1 or more");
    batches.forEach(Composition::cells);
    return new Composition(batches);
  }

  /** E Σ X² = (J − 1) (K − 1) (1 + (n − 1) ρ) over J batches of n cells in K strata. */
  private double dispersion(List<Map<String, Integer>> batches, double meanCells) {
    double freedom = (batches.size() - 1.0) * (shares.size() - 1.0);
    if (freedom <= 0 || meanCells <= 1) {
      return 0;
    }
    double sum = batches.stream().mapToDouble(this::pearson).sum();
    return Math.max(0, Math.min(1, (sum / freedom - 1) / (meanCells - 1)));
  }

  /** ρ, 0 to 1; 0 where strata vary as by independent draws of cells. */
  public double dispersion() {
    return dispersion;
  }

  /** The score of a batch, 0 or more; about the number of known strata if nothing changed. */
  public double score(Map<String, Integer> batch) {
    return pearson(batch) / (1 + (cells(batch) - 1.0) * dispersion);
  }

  private static int cells(Map<String, Integer> batch) {
    int cells = batch.values().stream().mapToInt(it -> it).sum();
    checkInput(cells >= 1, "Invalid composition: %d cells; expected 1 or more", cells);
    return cells;
  }

  private double pearson(Map<String, Integer> batch) {
    int cells = cells(batch);
    int strangers = cells;
    double sum = 0;
    for (Map.Entry<String, Double> known : shares.entrySet()) {
      int count = batch.getOrDefault(known.getKey(), 0);
      strangers -= count;
      sum += square(count - cells * known.getValue()) / (cells * known.getValue());
    }
    return sum + square(strangers - cells * unknown) / (cells * unknown);
  }

  private static double square(double value) {
    return value * value;
  }
}
