package io.scstream.models.likelihood;

/**
 * The sums of {@link RisingFactorial} for every gene's θ, each computed once per minibatch: counts
 * repeat, and a sum up to x holds all shorter ones. The table of a gene goes as far as its largest
 * count in the minibatch.
 */
final class RisingTables {

  private final float[] logTheta;
  private final double[] theta;

  /** Where the table of each gene begins, and last where the last one ends. */
  private final int[] starts;

  private final double[] logRatios;
  private final double[] digammas;

  /** For the counts of a minibatch. */
  RisingTables(float[] logTheta, Observed observed) {
    this.logTheta = logTheta;
    theta = new double[logTheta.length];
    for (int gene = 0; gene < theta.length; gene++) {
      theta[gene] = Math.exp(logTheta[gene]);
    }
    starts = starts(observed);
    logRatios = new double[starts[theta.length]];
    digammas = new double[starts[theta.length]];
    for (int gene = 0; gene < theta.length; gene++) {
      fill(gene);
    }
  }

  private static int[] starts(Observed observed) {
    int[] lengths = new int[observed.genes() + 1];
    for (int entry = 0; entry < observed.nonZeros(); entry++) {
      int x = observed.count(entry);
      if (x <= RisingFactorial.LARGEST_SUM) {
        int after = observed.gene(entry) + 1;
        lengths[after] = Math.max(lengths[after], x + 1);
      }
    }
    for (int gene = 1; gene < lengths.length; gene++) {
      lengths[gene] += lengths[gene - 1];
    }
    return lengths;
  }

  private void fill(int gene) {
    double inverse = 1 / theta[gene];
    double logRatio = 0;
    double digamma = 0;
    for (int at = starts[gene]; at < starts[gene + 1]; at++) {
      int k = at - starts[gene];
      logRatios[at] = logRatio;
      digammas[at] = digamma;
      logRatio += log1p(k * inverse);
      digamma += 1 / (theta[gene] + k);
    }
  }

  /** log(1 + y) for y of 0 or more, to some units in the last place, and fast. */
  private static double log1p(double y) {
    // What rounding took from 1 + y, it takes from the quotient too (Kahan).
    double sum = 1 + y;
    return sum == 1 ? y : Math.log(sum) * (y / (sum - 1));
  }

  double logTheta(int gene) {
    return logTheta[gene];
  }

  double theta(int gene) {
    return theta[gene];
  }

  double logRatio(int gene, int x) {
    return x > RisingFactorial.LARGEST_SUM
        ? RisingFactorial.logRatio(x, theta[gene])
        : logRatios[starts[gene] + x];
  }

  double digammaDifference(int gene, int x) {
    return x > RisingFactorial.LARGEST_SUM
        ? RisingFactorial.digammaDifference(x, theta[gene])
        : digammas[starts[gene] + x];
  }
}
