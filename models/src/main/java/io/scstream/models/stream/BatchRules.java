package io.scstream.models.stream;

import static io.scstream.models.ModelException.checkConfig;

/**
 * When a batch is over, and whether it is judged. By chunks alone, so that the same stream is
 * always divided alike, after a restart too.
 *
 * @param silence chunks of other batches since its last one, more than which end a batch; 1 or more
 * @param open batches at a time at most, 1 or more; one more ends that which has been silent
 *     longest
 * @param cells fewer than these are not judged; 1 or more
 */
public record BatchRules(int silence, int open, int cells) {
  /** The share of chunks, where their number is known, below which a batch is not judged. */
  static final double LEAST_SHARE = 0.8;

  /** Checks. */
  public BatchRules {
    checkConfig(silence >= 1, "Invalid silence: %d; expected a positive number", silence);
    checkConfig(open >= 1, "Invalid open batches: %d; expected a positive number", open);
    checkConfig(cells >= 1, "Invalid cells of a batch: %d; expected a positive number", cells);
  }
}
