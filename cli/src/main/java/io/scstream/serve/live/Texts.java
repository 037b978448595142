package io.scstream.serve.live;

/** Text that others wrote, of any length. */
final class Texts {
  private static final int MOST_CHARACTERS = 2000;

  private Texts() {}

  /** Its beginning, which is all of it as a rule. */
  static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
  }
}
