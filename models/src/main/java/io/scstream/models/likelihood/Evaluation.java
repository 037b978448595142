package io.scstream.models.likelihood;

import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

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

  /** What was found of cells that follow each other, without gradients of heads and genes. */
  public static Evaluation ofCells(List<Evaluation> parts) {
    return new Evaluation(
        joined(parts.stream().map(part -> part.logLikelihood)),
        new NDList(),
        new NDList(),
        joined(parts.stream().map(part -> part.byLogLibrary)));
  }

  private static double[] joined(Stream<double[]> parts) {
    return parts.flatMapToDouble(Arrays::stream).toArray();
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
