package io.scstream.jobs.operator;

/**
 * Which share of the cells to train on while more come than can be trained on. It is halved at
 * every look at which more messages wait than allowed and more than at the look before, and grows
 * by a tenth of itself at every look at which no more wait than allowed. In between it stays.
 */
final class ThinShare {
  private static final double LEAST = 1.0 / 64;
  private static final double FALL = 0.5;
  private static final double RISE = 1.1;

  private final long allowed;
  private double share = 1;
  private long before;

  /** Allows so many messages to wait. */
  ThinShare(long allowed) {
    this.allowed = allowed;
  }

  /** Takes note of how many messages wait now. Returns the share from now on, 1/64 to 1. */
  double look(long waiting) {
    if (waiting > allowed && waiting > before) {
      share = Math.max(LEAST, share * FALL);
    } else if (waiting <= allowed) {
      share = Math.min(1, share * RISE);
    }
    before = waiting;
    return share;
  }

  /** The share as of the last look. */
  double share() {
    return share;
  }
}
