package io.scstream.models.learner;

import io.scstream.models.objective.ElboTerms;

/** Everything that a model says of a minibatch without learning from it. */
public final class Reading {
  private final ElboTerms score;
  private final Embeddings codes;
  private final float[] logExpression;

  /** Takes over the array. */
  Reading(ElboTerms score, Embeddings codes, float[] logExpression) {
    this.score = score;
    this.codes = codes;
    this.logExpression = logExpression;
  }

  /** As {@link Embedder#score}. */
  public ElboTerms score() {
    return score;
  }

  /** As {@link Embedder#embed}. */
  public Embeddings codes() {
    return codes;
  }

  /** As {@link Embedder#logExpression}, [n, G]; not a copy. */
  public float[] logExpression() {
    return logExpression;
  }
}
