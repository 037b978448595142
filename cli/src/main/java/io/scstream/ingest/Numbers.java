package io.scstream.ingest;

/** Numbers in annotation columns. */
final class Numbers {
  private Numbers() {}

  /** The number, or NaN where the text is none. */
  static double parse(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
