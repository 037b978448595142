package io.scstream.models.drift.detect;

import static io.scstream.models.ModelException.checkConfig;

/**
 * How a window of vectors is tested against a reference.
 *
 * @param window W: vectors in the window, 2 or more; 5 to 10 where a vector is a batch's mean code
 * @param runLength tests until a false alarm, on average; above 1
 * @param seed of the splits that thresholds come from
 */
public record WindowOptions(int window, double runLength, long seed) {
  /** Random splits for each test of the run length. */
  private static final int SPLITS = 10;

  /** Checks. */
  public WindowOptions {
    checkConfig(window >= 2, "Invalid window: %d; expected 2 or more", window);
    checkConfig(
        runLength > 1 && runLength <= 1e5,
        "Invalid run length: %s; expected a number above 1 and at most 100000",
        runLength);
  }

  int splits() {
    return (int) Math.ceil(SPLITS * runLength);
  }

  /** 2W − 1: vectors of a split that play the stream. */
  int stream() {
    return 2 * window - 1;
  }
}
