package io.scstream.models.contrastive;

import io.scstream.models.contrastive.ContrastiveVae.Posterior;
import io.scstream.models.data.Minibatch;
import io.scstream.models.likelihood.Evaluation;
import io.scstream.models.nn.Normal;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.objective.NormalKl;
import java.util.Arrays;

/** Of each cell's posteriors from the prior: of z for all rows [n], of s for target rows [nT]. */
final class Divergence {
  private final double[] background;
  private final double[] salient;

  Divergence(double[] background, double[] salient) {
    this.background = background;
    this.salient = salient;
  }

  static Divergence of(Posterior posterior) {
    return new Divergence(perCell(posterior.background()), perCell(posterior.salient()));
  }

  private static double[] perCell(Normal posterior) {
    float[] means = posterior.mean().toFloatArray();
    float[] logVariances = posterior.logVariance().toFloatArray();
    int columns = (int) posterior.mean().getShape().get(1);
    double[] sums = new double[means.length / columns];
    for (int i = 0; i < means.length; i++) {
      double logVariance = logVariances[i];
      sums[i / columns] += NormalKl.ofLog(means[i], Math.exp(logVariance), logVariance);
    }
    return sums;
  }

  ElboTerms terms(Evaluation evaluation, Minibatch minibatch, double klWeight) {
    int cells = minibatch.cells();
    double logLikelihood = 0;
    for (int row = 0; row < cells; row++) {
      logLikelihood += evaluation.logLikelihood(row);
    }
    return new ElboTerms(
        -logLikelihood / cells, sum(background) / cells, sum(salient) / cells, klWeight, cells);
  }

  /** The bound of every cell, row by row; background rows come first. */
  double[] bounds(Evaluation evaluation, Minibatch minibatch) {
    double[] bounds = new double[minibatch.cells()];
    for (int row = 0; row < bounds.length; row++) {
      int targetRow = row - minibatch.background();
      bounds[row] =
          evaluation.logLikelihood(row)
              - background[row]
              - (targetRow < 0 ? 0 : salient[targetRow]);
    }
    return bounds;
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }
}
