package io.scstream.models.trial;

import java.util.Locale;

/** How a model gets its cells. */
public enum Feed {
  /** All at hand: whole epochs of shuffled minibatches. */
  OFFLINE,
  /** Chunks of both roles in random order, once, with replay. */
  MIXED,
  /** All background cells, then all target cells, in chunks, once, with replay. */
  BLOCKS,
  /** As before, without replay: each step sees a few new cells and no others. */
  BLOCKS_WITHOUT_REPLAY;

  /** Its name in lower case, with hyphens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
