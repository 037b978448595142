package io.scstream.models.likelihood;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.spec.Noise;

/** The likelihoods written out gene by gene in double precision, with nothing left out. */
final class DenseReference {

  final double[] logLikelihood;
  final double[][] byHead;
  final double[] byGene;
  private final Problem problem;

  private DenseReference(Problem problem) {
    this.problem = problem;
    this.logLikelihood = new double[problem.minibatch.cells()];
    this.byGene = new double[problem.minibatch.genes()];
    this.byHead = new double[problem.heads.length][problem.heads[0].length];
  }

  static DenseReference of(Problem problem) {
    DenseReference reference = new DenseReference(problem);
    for (int row = 0; row < problem.minibatch.cells(); row++) {
      if (!problem.noise.hasSoftmax()) {
        reference.plainRow(row);
      } else {
        reference.countRow(row);
      }
    }
    return reference;
  }

  double weighted() {
    double sum = 0;
    for (int row = 0; row < logLikelihood.length; row++) {
      sum += problem.weights[row] * logLikelihood[row];
    }
    return sum;
  }

  private void plainRow(int row) {
    double[] x = dense(problem.minibatch, row);
    for (int gene = 0; gene < x.length; gene++) {
      int at = row * x.length + gene;
      double o = problem.heads[0][at];
      double w = problem.weights[row];
      if (problem.noise == Noise.BERNOULLI) {
        logLikelihood[row] += Bernoulli.logProbability(x[gene] > 0, o);
        byHead[0][at] = w * Bernoulli.byLogit(x[gene] > 0, o);
      } else {
        double r = problem.noise == Noise.LOG_SQUARED_ERROR ? Math.log(0.5) : problem.genes[gene];
        logLikelihood[row] += Gaussian.logProbability(x[gene], o, r);
        byHead[0][at] = w * Gaussian.byMean(x[gene], o, r);
        byGene[gene] += w * Gaussian.byLogVariance(x[gene], o, r);
      }
    }
  }

  private void countRow(int row) {
    double[] x = dense(problem.minibatch, row);
    double[] logMean = logMeans(row, x.length);
    double[] h = new double[x.length];
    double sum = 0;
    for (int gene = 0; gene < x.length; gene++) {
      h[gene] = count(row, gene, (int) x[gene], logMean[gene]);
      sum += h[gene];
    }
    double library = problem.minibatch.cell(row).librarySize();
    for (int gene = 0; gene < x.length; gene++) {
      double rho = Math.exp(logMean[gene]) / library;
      byHead[0][row * x.length + gene] = problem.weights[row] * (h[gene] - rho * sum);
    }
  }

  /** Adds one entry and gives its derivative by log μ. */
  private double count(int row, int gene, int x, double logMean) {
    double w = problem.weights[row];
    double r = problem.genes[gene];
    switch (problem.noise) {
      case POISSON -> {
        logLikelihood[row] += Poisson.logProbability(x, logMean);
        return Poisson.byLogMean(x, logMean);
      }
      case NEGATIVE_BINOMIAL -> {
        logLikelihood[row] += NegativeBinomial.logProbability(x, logMean, r);
        byGene[gene] += w * NegativeBinomial.byDispersion(x, logMean, r);
        return NegativeBinomial.byLogMean(x, logMean, r);
      }
      default -> {
        int at = row * problem.minibatch.genes() + gene;
        double pi = problem.heads[1][at];
        logLikelihood[row] += ZeroInflatedNegativeBinomial.logProbability(x, logMean, r, pi);
        byGene[gene] += w * ZeroInflatedNegativeBinomial.byDispersion(x, logMean, r, pi);
        byHead[1][at] = w * ZeroInflatedNegativeBinomial.byZeroLogit(x, logMean, r, pi);
        return ZeroInflatedNegativeBinomial.byLogMean(x, logMean, r, pi);
      }
    }
  }

  private double[] logMeans(int row, int genes) {
    double sum = 0;
    double[] logMeans = new double[genes];
    for (int gene = 0; gene < genes; gene++) {
      sum += Math.exp(problem.heads[0][row * genes + gene]);
    }
    double shift = Math.log(problem.minibatch.cell(row).librarySize()) - Math.log(sum);
    for (int gene = 0; gene < genes; gene++) {
      logMeans[gene] = problem.heads[0][row * genes + gene] + shift;
    }
    return logMeans;
  }

  private static double[] dense(Minibatch minibatch, int row) {
    double[] dense = new double[minibatch.genes()];
    Cell cell = minibatch.cell(row);
    for (int i = 0; i < cell.nonZeros(); i++) {
      dense[cell.gene(i)] = cell.value(i);
    }
    return dense;
  }
}
