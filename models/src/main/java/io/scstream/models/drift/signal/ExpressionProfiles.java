package io.scstream.models.drift.signal;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.memory.RememberedCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ejml.simple.SimpleMatrix;

/**
 * Mean log-normalized expression of each stratum on the first principal components of reference
 * cells. No model has a part in it.
 */
public final class ExpressionProfiles {
  private static final double DEPTH = 1e4;

  private final int genes;
  private final int least;

  /** [component][gene], orthonormal. */
  private final double[][] components;

  private final SortedMap<String, Integer> weights = new TreeMap<>();

  /** Of the reference, by stratum. */
  private final SortedMap<String, Double> scatters;

  private ExpressionProfiles(List<RememberedCell> reference, int genes, int components, int least) {
    checkInput(
        reference.size() >= 2, "Invalid reference: %d cells; expected 2 or more", reference.size());
    this.genes = genes;
    this.least = least;
    this.components = principal(reference, genes, components);
    reference.forEach(cell -> weights.merge(cell.stratum(), 1, Integer::sum));
    this.scatters = scatters(reference);
  }

  /**
   * Profiles on what varies among these cells.
   *
   * @param reference 2 cells or more
   * @param genes that all cells are on
   * @param components at most
   * @param least cells of a stratum that make a profile, 1 or more
   */
  public static ExpressionProfiles of(
      List<RememberedCell> reference, int genes, int components, int least) {
    return new ExpressionProfiles(reference, genes, components, least);
  }

  /** A cell's log(1 + 10⁴ count / library size) on all genes. */
  private static double[] normalized(Cell cell, int genes) {
    double[] values = new double[genes];
    for (int i = 0; i < cell.nonZeros(); i++) {
      values[cell.gene(i)] = Math.log1p(DEPTH * cell.value(i) / cell.librarySize());
    }
    return values;
  }

  /** By the cells' inner products, of which there are fewer than of the genes'. */
  private static double[][] principal(List<RememberedCell> reference, int genes, int limit) {
    int n = reference.size();
    SimpleMatrix rows = new SimpleMatrix(n, genes);
    double[] means = new double[genes];
    for (int i = 0; i < n; i++) {
      double[] row = normalized(reference.get(i).cell(), genes);
      rows.setRow(i, 0, row);
      for (int gene = 0; gene < genes; gene++) {
        means[gene] += row[gene] / n;
      }
    }
    for (int i = 0; i < n; i++) {
      for (int gene = 0; gene < genes; gene++) {
        rows.set(i, gene, rows.get(i, gene) - means[gene]);
      }
    }
    SimpleMatrix columns = rows.transpose();
    return LeadingDirections.of(rows.mult(columns), limit).stream()
        .map(it -> columns.mult(it.vector()).divide(Math.sqrt(it.value())).getDDRM().getData())
        .toArray(double[][]::new);
  }

  /**
   * The profiles of a batch: by stratum, on the components.
   *
   * @param cells those of strata with too few are left out
   */
  public SortedMap<String, double[]> measure(List<RememberedCell> cells) {
    SortedMap<String, double[]> sums = new TreeMap<>();
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (RememberedCell cell : cells) {
      double[] sum = sums.computeIfAbsent(cell.stratum(), ignored -> new double[genes]);
      Cell counted = cell.cell();
      for (int i = 0; i < counted.nonZeros(); i++) {
        sum[counted.gene(i)] += Math.log1p(DEPTH * counted.value(i) / counted.librarySize());
      }
      counts.merge(cell.stratum(), 1, Integer::sum);
    }
    SortedMap<String, double[]> profiles = new TreeMap<>();
    counts.forEach(
        (stratum, count) -> {
          if (count >= least) {
            profiles.put(
                stratum, onComponents(sums.getOrDefault(stratum, new double[genes]), count));
          }
        });
    return profiles;
  }

  /** One cell on the components, not centred: a fixed linear code. */
  public double[] project(Cell cell) {
    return onComponents(normalized(cell, genes), 1);
  }

  /**
   * How unlike each other the cells of a batch are: the log of their variance on the components
   * over that of the reference, within each stratum, averaged with the reference's shares of the
   * strata that the batch has. It falls where counts of all cells are mixed, as by ambient
   * molecules, and rises where some are another kind of cell.
   *
   * @param cells those of strata with too few are left out
   * @return nothing without a stratum of the reference in which cells differ
   */
  public OptionalDouble spread(List<RememberedCell> cells) {
    double sum = 0;
    double shares = 0;
    for (Map.Entry<String, Double> here : scatters(cells).entrySet()) {
      double usual = scatters.getOrDefault(here.getKey(), 0.0);
      if (usual > 0 && here.getValue() > 0) {
        double share = weights.getOrDefault(here.getKey(), 0);
        sum += share * Math.log(here.getValue() / usual);
        shares += share;
      }
    }
    return shares > 0 ? OptionalDouble.of(sum / shares) : OptionalDouble.empty();
  }

  /** The variance of cells on all components together, by stratum. */
  private SortedMap<String, Double> scatters(List<RememberedCell> cells) {
    SortedMap<String, List<double[]>> codes = new TreeMap<>();
    for (RememberedCell cell : cells) {
      codes.computeIfAbsent(cell.stratum(), ignored -> new ArrayList<>()).add(project(cell.cell()));
    }
    SortedMap<String, Double> scatters = new TreeMap<>();
    codes.forEach(
        (stratum, rows) -> {
          if (rows.size() >= Math.max(2, least)) {
            scatters.put(stratum, scatter(rows));
          }
        });
    return scatters;
  }

  private double scatter(List<double[]> rows) {
    double sum = 0;
    for (int k = 0; k < components.length; k++) {
      int component = k;
      double mean = rows.stream().mapToDouble(row -> row[component]).average().orElse(0);
      sum += rows.stream().mapToDouble(row -> Math.pow(row[component] - mean, 2)).sum();
    }
    return sum / (rows.size() - 1);
  }

  private double[] onComponents(double[] sum, int cells) {
    double[] profile = new double[components.length];
    for (int k = 0; k < profile.length; k++) {
      for (int gene = 0; gene < genes; gene++) {
        profile[k] += components[k][gene] * sum[gene] / cells;
      }
    }
    return profile;
  }

  /**
   * How far each of several batches lies from the mean of the others: squared Mahalanobis distances
   * by the others' shrunk covariance, within each stratum, averaged with the reference's shares of
   * the strata that a batch has. All batches are treated alike, so distances of exchangeable
   * batches are exchangeable.
   *
   * @param batches as {@linkplain #measure measured}
   * @return NaN for a batch without a stratum of the reference
   */
  public double[] distances(List<SortedMap<String, double[]>> batches) {
    double[] sums = new double[batches.size()];
    double[] shares = new double[batches.size()];
    for (Map.Entry<String, Integer> stratum : weights.entrySet()) {
      List<Integer> having = new ArrayList<>();
      List<double[]> rows = new ArrayList<>();
      for (int batch = 0; batch < sums.length; batch++) {
        double[] profile = batches.get(batch).get(stratum.getKey());
        if (profile != null) {
          having.add(batch);
          rows.add(profile);
        }
      }
      if (!rows.isEmpty() && components.length > 0) {
        double[] distances = ShrinkageCovariance.distances(rows.toArray(double[][]::new));
        for (int i = 0; i < distances.length; i++) {
          sums[having.get(i)] += stratum.getValue() * distances[i];
          shares[having.get(i)] += stratum.getValue();
        }
      }
    }
    for (int batch = 0; batch < sums.length; batch++) {
      sums[batch] = shares[batch] > 0 ? sums[batch] / shares[batch] : Double.NaN;
    }
    return sums;
  }
}
