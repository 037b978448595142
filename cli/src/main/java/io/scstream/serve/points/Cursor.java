package io.scstream.serve.points;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a client knows a window.
 *
 * @param epoch the run of the server
 * @param view counts how often the plane was chosen anew
 * @param sequence the last change that it knows
 */
public record Cursor(String epoch, int view, long sequence) {
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9]{1,16})\\.(\\d{1,9})\\.(\\d{1,18})");

  /** What a client has been given; empty if it is none of ours, so that it is sent everything. */
  public static Optional<Cursor> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new Cursor(
                form.group(1), Integer.parseInt(form.group(2)), Long.parseLong(form.group(3))))
        : Optional.empty();
  }

  /** Whether changes can be told from there to here. */
  boolean isOfSameView(Cursor other) {
    return epoch.equals(other.epoch) && view == other.view;
  }

  @Override
  public String toString() {
    return epoch + "." + view + "." + sequence;
  }
}
