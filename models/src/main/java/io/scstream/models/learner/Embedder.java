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

  ModelSpec spec();

  /** The optimiser steps behind the present weights. */
  long step();

  @Override
  void close();
}
