package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which genes vary most between cells, beyond what counting noise explains: by the variance of
 * their analytic Pearson residuals (Lause, Berens and Kobak 2021, "Analytic Pearson residuals for
 * normalization of single-cell RNA-seq UMI data").
 *
 * <p>With μ the product of the cell's and the gene's totals over that of all counts, the residual
 * of a count is (x − μ)/√(μ + μ²/100), brought within ±√n for n cells.
 */
public final class VariableGenes {
  private static final double INVERSE_DISPERSION = 100;

  private VariableGenes() {}

  /**
   * The genes of largest residual variance, in rising order; all of them if there are no more.
   *
   * @param genes how many the cells are on
   * @param most how many to keep, at least 1
   */
  public static int[] of(List<Cell> cells, int genes, int most) {
    checkInput(most >= 1, "Invalid genes to keep: %d; expected a positive number", most);
    double[] variances = residualVariances(cells, genes);
    return IntStream.range(0, genes)
        .boxed()
        .sorted(Comparator.comparingDouble(gene -> -variances[gene]))
        .limit(most)
        .mapToInt(gene -> gene)
        .sorted()
        .toArray();
  }

  /** By gene, the variance over cells of its residuals; 0 for a gene without counts. */
  static double[] residualVariances(List<Cell> cells, int genes) {
    double[] geneTotals = new double[genes];
    for (Cell cell : cells) {
      for (int i = 0; i < cell.nonZeros(); i++) {
        geneTotals[cell.gene(i)] += cell.count(i);
      }
    }
    double total = Arrays.stream(geneTotals).sum();
    checkInput(total > 0, "Invalid cells: no counts; expected one or more");
    double[] sums = new double[genes];
    double[] squares = new double[genes];
    double[] counts = new double[genes];
    for (Cell cell : cells) {
      for (int i = 0; i < cell.nonZeros(); i++) {
        counts[cell.gene(i)] = cell.count(i);
      }
      double share = cell.totalCount() / total;
      for (int gene = 0; gene < genes; gene++) {
        double residual = residual(counts[gene], share * geneTotals[gene], cells.size());
        sums[gene] += residual;
        squares[gene] += residual * residual;
        counts[gene] = 0;
      }
    }
    double[] variances = new double[genes];
    for (int gene = 0; gene < genes; gene++) {
      double mean = sums[gene] / cells.size();
      variances[gene] = squares[gene] / cells.size() - mean * mean;
    }
    return variances;
  }

  private static double residual(double count, double mean, int cells) {
    if (mean == 0) {
      return 0;
    }
    double bound = Math.sqrt(cells);
    double residual = (count - mean) / Math.sqrt(mean + mean * mean / INVERSE_DISPERSION);
    return Math.max(-bound, Math.min(bound, residual));
  }
}
