package io.scstream.models.evaluate.independence;

import io.scstream.models.evaluate.Hsic;
import io.scstream.models.evaluate.Permutations;

/**
 * Both sides' kernels of the cells of one stratum, and their unbiased dependence when the second
 * side's cells are re-paired.
 */
final class StratumKernels {
  private static final double ROUNDING = 1e-14;

  private final double[][] first;
  private final double[][] second;
  private final double[] firstRows;
  private final double[] secondRows;
  private final double ofMeans;

  /** Of two kernels of the same cells, [n, n] with n at least 4, of which this takes possession. */
  StratumKernels(double[][] first, double[][] second) {
    this.first = first;
    this.second = second;
    this.firstRows = withoutDiagonal(first);
    this.secondRows = withoutDiagonal(second);
    double n = first.length;
    this.ofMeans = sum(firstRows) * sum(secondRows) / ((n - 1) * (n - 2));
  }

  /** Sets the diagonal to 0 and gives the sums of rows. */
  private static double[] withoutDiagonal(double[][] kernel) {
    double[] rows = new double[kernel.length];
    for (int i = 0; i < rows.length; i++) {
      kernel[i][i] = 0;
      rows[i] = sum(kernel[i]);
    }
    return rows;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  int cells() {
    return first.length;
  }

  /** As {@link Hsic#unbiased}, with the second side's cells in this order. */
  double dependence(int[] order) {
    double n = order.length;
    double products = 0;
    double ofRows = 0;
    for (int i = 0; i < order.length; i++) {
      double[] ofFirst = first[i];
      double[] ofSecond = second[order[i]];
      for (int j = 0; j < order.length; j++) {
        products += ofFirst[j] * ofSecond[order[j]];
      }
      ofRows += firstRows[i] * secondRows[order[i]];
    }
    return (products + ofMeans - 2 * ofRows / (n - 2)) / (n * (n - 3));
  }

  /** The most that the dependence can be: the root of that of each side with itself. */
  double most() {
    int[] asIs = Permutations.identity(cells());
    double ofFirst = new StratumKernels(first, first).dependence(asIs);
    double ofSecond = new StratumKernels(second, second).dependence(asIs);
    return Math.min(ofFirst, ofSecond) > ROUNDING ? Math.sqrt(ofFirst * ofSecond) : 0;
  }
}
