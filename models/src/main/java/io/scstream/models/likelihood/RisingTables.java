package io.scstream.models.likelihood;

/**
 * The sums of {@link RisingFactorial} for every gene's θ, each computed once per minibatch: counts
 * repeat, and a sum up to x holds all shorter ones. Tables grow to the largest count met.
 */
final class RisingTables {

  private final double[] theta;
  private final double[][] logRatios;
  private final double[][] digammas;
  private final int[] filled;

  RisingTables(float[] logTheta) {
    theta = new double[logTheta.length];
    for (int gene = 0; gene < theta.length; gene++) {
      theta[gene] = Math.exp(logTheta[gene]);
    }
    logRatios = new double[theta.length][];
    digammas = new double[theta.length][];
    filled = new int[theta.length];
  }

  double theta(int gene) {
    return theta[gene];
  }

  double logRatio(int gene, int x) {
    if (x > RisingFactorial.LARGEST_SUM) {
      return RisingFactorial.logRatio(x, theta[gene]);
    }
    fill(gene, x);
    return logRatios[gene][x];
  }

  double digammaDifference(int gene, int x) {
    if (x > RisingFactorial.LARGEST_SUM) {
      return RisingFactorial.digammaDifference(x, theta[gene]);
    }
    fill(gene, x);
    return digammas[gene][x];
  }

  private void fill(int gene, int x) {
    if (logRatios[gene] == null) {
      logRatios[gene] = new double[RisingFactorial.LARGEST_SUM + 1];
      digammas[gene] = new double[RisingFactorial.LARGEST_SUM + 1];
    }
    double[] logRatio = logRatios[gene];
    double[] digamma = digammas[gene];
    for (int k = filled[gene]; k < x; k++) {
      logRatio[k + 1] = logRatio[k] + Math.log1p(k / theta[gene]);
      digamma[k + 1] = digamma[k] + 1 / (theta[gene] + k);
    }
    filled[gene] = Math.max(filled[gene], x);
  }
}
