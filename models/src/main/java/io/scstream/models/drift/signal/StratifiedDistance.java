package io.scstream.models.drift.signal;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether cells of the same strata differ, whatever the strata's shares (after Cobb and Van
 * Looveren 2022, "Context-aware drift detection"): the energy distance within each stratum,
 * averaged with the reference's shares. What the shares do is {@link Composition}.
 */
public final class StratifiedDistance {
  private final SortedMap<String, EnergyDistance> distances = new TreeMap<>();
  private final SortedMap<String, Integer> weights = new TreeMap<>();
  private final int least;

  private StratifiedDistance(int least) {
    checkConfig(least >= 2, "Invalid cells per stratum: %d; expected 2 or more", least);
    this.least = least;
  }

  /**
   * Distances to a reference.
   *
   * @param codes [n, d]
   * @param strata of the rows
   * @param least cells that a stratum must have on both sides to count, 2 or more
   */
  public static StratifiedDistance to(double[][] codes, List<String> strata, int least) {
    StratifiedDistance all = new StratifiedDistance(least);
    byStratum(codes, strata)
        .forEach(
            (stratum, rows) -> {
              if (rows.length >= least) {
                all.distances.put(stratum, EnergyDistance.to(rows));
                all.weights.put(stratum, rows.length);
              }
            });
    return all;
  }

  /** The mean over strata that both have; none if there are none. */
  public OptionalDouble of(double[][] codes, List<String> strata) {
    double sum = 0;
    double weight = 0;
    for (Map.Entry<String, double[][]> rows : byStratum(codes, strata).entrySet()) {
      EnergyDistance distance = distances.get(rows.getKey());
      if (distance != null && rows.getValue().length >= least) {
        int share = weights.getOrDefault(rows.getKey(), 0);
        sum += share * distance.of(rows.getValue());
        weight += share;
      }
    }
    return weight > 0 ? OptionalDouble.of(sum / weight) : OptionalDouble.empty();
  }

  private static SortedMap<String, double[][]> byStratum(double[][] codes, List<String> strata) {
    checkInput(
        codes.length == strata.size(),
        "Invalid strata: %d for %d codes; expected one each",
        strata.size(),
        codes.length);
    SortedMap<String, List<double[]>> rows = new TreeMap<>();
    for (int i = 0; i < codes.length; i++) {
      rows.computeIfAbsent(strata.get(i), ignored -> new ArrayList<>()).add(codes[i]);
    }
    SortedMap<String, double[][]> arrays = new TreeMap<>();
    rows.forEach((stratum, list) -> arrays.put(stratum, list.toArray(double[][]::new)));
    return arrays;
  }
}
