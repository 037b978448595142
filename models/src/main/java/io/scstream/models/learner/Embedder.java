package io.scstream.models.learner;

import io.scstream.models.data.Minibatch;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.ModelSpec;

/** A model that answers and never changes. Owns native memory. */
public interface Embedder extends AutoCloseable {

  /** Posterior means and log-variances, of background cells in the salient space too. */
  Embeddings embed(Minibatch minibatch);

  /** The bound at the posterior mean, without dropout and with full KL weight. */
  ElboTerms score(Minibatch minibatch);

  /** The bound of every cell, row by row, in nats; minus its mean is the bound of the score. */
  double[] bounds(Minibatch minibatch);

  /**
   * What the decoder makes of the posterior means: of every cell log expression by gene, or the
   * decoder's output itself under noise without softmax, row by row, [n, G].
   */
  float[] logExpression(Minibatch minibatch);

  /** Score, codes and decoded expression at once; the same as asking for each. */
  default Reading read(Minibatch minibatch) {
    return new Reading(score(minibatch), embed(minibatch), logExpression(minibatch));
  }

  ModelSpec spec();

  /** The optimiser steps behind the present weights. */
  long step();

  @Override
  void close();
}
