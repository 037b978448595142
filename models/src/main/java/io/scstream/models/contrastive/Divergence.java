package io.scstream.models.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.contrastive.ContrastiveVae.Posterior;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.likelihood.Evaluation;
import io.scstream.models.nn.Normal;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.objective.NormalKl;

/** Of each cell's posteriors from the prior: of z for all rows [n], of s for target rows [nT]. */
record Divergence(NDArray background, NDArray salient) {

  static Divergence of(Posterior posterior) {
    Normal z = posterior.background();
    Normal s = posterior.salient();
    return new Divergence(
        NormalKl.perCell(z.mean(), z.logVariance()), NormalKl.perCell(s.mean(), s.logVariance()));
  }

  /** With the weights of the loss. */
  NDArray weighted(Minibatch minibatch, NDManager step) {
    double[] minus = Networks.lossWeights(minibatch);
    float[] weights = new float[minus.length];
    for (int row = 0; row < weights.length; row++) {
      weights[row] = (float) -minus[row];
    }
    NDArray all = EngineMemory.copy(step, weights, new Shape(weights.length)); // [n]
    NDArray targets = all.get(minibatch.background() + ":"); // [nT]
    return background.mul(all).sum().add(salient.mul(targets).sum());
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

  private static double sum(NDArray values) {
    double sum = 0;
    for (float value : values.toFloatArray()) {
      sum += value;
    }
    return sum;
  }
}
