package io.scstream.serve.live;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a client stands in the events: written {@code EPOCH-NUMBER}. */
public record EventId(String epoch, long number) {
  private static final Pattern FORM = Pattern.compile("([a-z0-9]{1,16})-(\\d{1,18})");

  /** What a client says that it has seen last; empty if it says nothing that can be read. */
  public static Optional<EventId> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(text.strip());
    return form.matches()
        ? Optional.of(new EventId(form.group(1), Long.parseLong(form.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return epoch + "-" + number;
  }
}
