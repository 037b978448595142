package io.scstream.models.factorized;

/** How many rows a table has for so many labels: rows to spare, so that it grows seldom. */
final class Capacity {
  /** Two whole vectors of a processor: fewer numbers are computed one by one, rounded otherwise. */
  private static final int LEAST = 32;

  private Capacity() {}

  /** The least power of two that holds them, at least {@value #LEAST}. */
  static int of(int labels) {
    return Math.max(LEAST, labels <= 1 ? 1 : Integer.highestOneBit(labels - 1) << 1);
  }
}
