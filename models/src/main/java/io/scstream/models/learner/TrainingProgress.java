package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

/**
 * How far a learner has come.
 *
 * @param updates calls of update, applied or skipped; keys the random streams
 * @param skipped how many of them were refused
 */
public record TrainingProgress(long updates, long skipped) {

  public TrainingProgress {
    checkInput(
        skipped >= 0 && updates >= skipped,
        "Invalid progress: %d updates, %d skipped; expected 0 <= skipped <= updates",
        updates,
        skipped);
  }

  /** Applied optimiser steps. */
  public long step() {
    return updates - skipped;
  }
}
