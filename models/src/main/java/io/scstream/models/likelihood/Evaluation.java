package io.scstream.models.likelihood;

import ai.djl.ndarray.NDList;

/** What a likelihood says about a minibatch. */
public final class Evaluation {

  private final double[] logLikelihood;
  private final NDList headGradients;
  private final NDList geneGradients;
  private final double[] byLogLibrary;

  Evaluation(double[] logLikelihood, NDList headGradients, NDList geneGradients) {
    this(logLikelihood, headGradients, geneGradients, new double[0]);
  }

  /** With gradients with respect to latent library sizes. */
  Evaluation(
      double[] logLikelihood, NDList headGradients, NDList geneGradients, double[] byLogLibrary) {
    this.byLogLibrary = byLogLibrary;
    this.logLikelihood = logLikelihood;
    this.headGradients = headGradients;
    this.geneGradients = geneGradients;
  }

  /** Of one cell, summed over genes, not weighted. */
  public double logLikelihood(int row) {
    return logLikelihood[row];
  }

  /** Of the weighted sum over cells with respect to each head, [n, G] each. */
  public NDList headGradients() {
    return headGradients;
  }

  /** Of the weighted sum over cells with respect to the arrays of genes that came in, [G] each. */
  public NDList geneGradients() {
    return geneGradients;
  }

  /** Of the weighted sum with respect to one cell's log l, where that is latent. */
  public double byLogLibrary(int row) {
    return byLogLibrary[row];
  }
}
