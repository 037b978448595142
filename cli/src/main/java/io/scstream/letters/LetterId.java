package io.scstream.letters;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a letter lies on the topic of dead letters; written {@code partition-offset}. */
public record LetterId(int partition, long offset) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

  /**
   * The id that a user has written.
   *
   * @throws LetterException if it is none
   */
  public static LetterId parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new LetterException(
          "Invalid ID: " + text + "; expected partition-offset such as 0-12, as dlq list shows it");
    }
    return new LetterId(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2)));
  }

  @Override
  public String toString() {
    return partition + "-" + offset;
  }
}
