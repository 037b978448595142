package io.scstream.cli;

import io.scstream.ingest.Topics;
import io.scstream.letters.Letter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which dead letters are meant. */
final class LetterOptions {
  @Option(
      names = "--dead-letters",
      paramLabel = "TOPIC",
      description = "Topic of dead letters (${DEFAULT-VALUE}).")
  private String topic = Topics.DEAD_LETTERS;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only letters of this reason, such as unknown-schema; repeatable.")
  private List<String> reasons = new ArrayList<>();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Since.class,
      description =
          "Only letters from then on: 2026-03-01T08:00:00Z, or for how long: 30m, 2h, 7d.")
  private @Nullable Instant since;

  String topic() {
    return topic;
  }

  /** Whether letters are told apart at all. */
  boolean areGiven() {
    return !reasons.isEmpty() || since != null;
  }

  Predicate<Letter> predicate() {
    Instant from = since == null ? Instant.MIN : since;
    return letter ->
        (reasons.isEmpty() || reasons.contains(letter.record().getReason()))
            && !letter.record().getRejectedAt().isBefore(from);
  }

  /** A point in time, or how long ago it was. */
  static final class Since implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        if (text.matches("\\d{1,6}[smhd]")) {
          Duration ago = Duration.parse((text.endsWith("d") ? "P" : "PT") + text);
          return Clock.systemUTC().instant().minus(ago);
        }
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'" + text + "' is neither a time such as 2026-03-01T08:00:00Z nor 30m, 2h or 7d");
      }
    }
  }
}
