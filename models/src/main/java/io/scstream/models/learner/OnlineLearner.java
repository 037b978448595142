package io.scstream.models.learner;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import java.util.List;

/**
 * Learns from a stream of minibatches, one gradient step at a time. Owns native memory and belongs
 * to one thread at a time.
 *
 * <p>{@link #step()} counts applied optimiser steps from 1. Chance is keyed by the number of calls
 * of {@link #update}, applied or skipped, so a skipped step uses up its noise and the next one
 * draws fresh noise, after a restore as without one.
 */
public interface OnlineLearner extends Embedder {

  /**
   * Tells of cells that are about to be learned from for the first time: a model that keeps rows of
   * labels has rows for theirs afterwards, and counts them. All others do nothing.
   */
  default void meet(List<Cell> cells) {}

  /** One step; the terms are those before it: test, then train. */
  default StepOutcome update(Minibatch minibatch) {
    return update(minibatch, 1);
  }

  /**
   * One step at a share of the learning rate.
   *
   * @param rateFactor above 0; 1 is the rate of the options
   */
  StepOutcome update(Minibatch minibatch, double rateFactor);

  /** Everything needed to go on elsewhere as if nothing had happened. */
  LearnerSnapshot snapshot();
}
