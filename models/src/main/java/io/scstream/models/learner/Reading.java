package io.scstream.models.learner;

import io.scstream.models.objective.ElboTerms;

/** Everything that a model says of a minibatch without learning from it. */
public final class Reading {
  private final ElboTerms score;
  private final Embeddings codes;
  private final float[] full;
  private final float[] backgroundOnly;

  /** Takes over the arrays. */
  Reading(ElboTerms score, Embeddings codes, float[] full, float[] backgroundOnly) {
    this.score = score;
    this.codes = codes;
    this.full = full;
    this.backgroundOnly = backgroundOnly;
  }

  /** As {@link Embedder#score}. */
  public ElboTerms score() {
    return score;
  }

  /** As {@link Embedder#embed}. */
  public Embeddings codes() {
    return codes;
  }

  /** As {@link Embedder#meanLogExpression}, a copy, [G]. */
  public float[] meanLogExpression(boolean withSalient) {
    return (withSalient ? full : backgroundOnly).clone();
  }
}
