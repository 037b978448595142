package io.scstream.models.simulate;

import java.util.function.Supplier;

/**
 * Brings mixed values to variance 1 over cells and genes, then every gene to mean 0, variance 1.
 */
final class GeneScale {
  private final double[] means;
  private final double[] deviations;
  private final double[] noise;

  private GeneScale(double[] means, double[] deviations, double[] noise) {
    this.means = means;
    this.deviations = deviations;
    this.noise = noise;
  }

  /**
   * As measured on so many cells.
   *
   * @param spread of noise that is put on where all genes together have variance 1
   */
  static GeneScale of(int cells, double spread, Supplier<double[]> mixed) {
    double[][] values = new double[cells][];
    for (int cell = 0; cell < cells; cell++) {
      values[cell] = mixed.get();
    }
    int genes = values[0].length;
    double[] means = new double[genes];
    double[] squares = new double[genes];
    for (double[] row : values) {
      for (int gene = 0; gene < genes; gene++) {
        means[gene] += row[gene] / cells;
        squares[gene] += row[gene] * row[gene] / cells;
      }
    }
    double mean = 0;
    double square = 0;
    for (int gene = 0; gene < genes; gene++) {
      mean += means[gene] / genes;
      square += squares[gene] / genes;
    }
    double noise = spread * Math.sqrt(square - mean * mean);
    double[] deviations = new double[genes];
    double[] noises = new double[genes];
    for (int gene = 0; gene < genes; gene++) {
      double variance = squares[gene] - means[gene] * means[gene];
      deviations[gene] = Math.sqrt(variance + noise * noise);
      noises[gene] = noise / deviations[gene];
    }
    return new GeneScale(means, deviations, noises);
  }

  /** Without noise. A fresh array. */
  double[] standardized(double[] mixed) {
    double[] standardized = new double[mixed.length];
    for (int gene = 0; gene < mixed.length; gene++) {
      standardized[gene] = (mixed[gene] - means[gene]) / deviations[gene];
    }
    return standardized;
  }

  /** The standard deviation of the noise on a standardised gene. */
  double noise(int gene) {
    return noise[gene];
  }
}
