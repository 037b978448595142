package io.scstream.models.simulate;

import static io.scstream.models.ModelException.checkConfig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to a stream from one batch to another. As text it is {@code
 * KIND@BATCHES:FIELD=VALUE,...}, where {@code BATCHES} is {@code 50}, {@code 50..} to the end, or
 * {@code 50..54}; fields that are left out have the defaults of the kind.
 *
 * @param kind what happens
 * @param first the first batch that carries it, counted from 1
 * @param last the last batch that carries it; {@value #END} where it lasts to the end of the stream
 * @param values in the order of the kind's fields
 */
public record Event(EventKind kind, int first, int last, List<Double> values) {

  /** The last batch of what does not end. */
  public static final int END = Integer.MAX_VALUE;

  private static final Pattern TEXT =
      Pattern.compile("([^@:]+)@(\\d{1,9})(\\.\\.(\\d{1,9})?)?(?::(.*))?");

  /** Checks and copies. */
  public Event {
    values = List.copyOf(values);
    checkConfig(
        first >= 1 && last >= first,
        "Invalid event %s@%s..%s: batches; expected a first batch of 1 or more and a last one not"
            + " before it",
        kind.label(),
        first,
        last);
    for (int i = 0; i < kind.fields().size(); i++) {
      EventKind.Field field = kind.fields().get(i);
      checkConfig(
          field.allows(values.get(i)),
          "Invalid event %s@%s: %s = %s; expected %s",
          kind.label(),
          first,
          field.name(),
          field.text(values.get(i)),
          field.expectation());
    }
  }

  /**
   * Reads an event such as {@code shift@50:genes=20,log-fold=1.0}.
   *
   * @throws io.scstream.models.ModelException that names the event, the field, its value and what
   *     was expected
   */
  public static Event parse(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    checkConfig(
        parts.matches(),
        "Invalid event %s; expected KIND@BATCHES or KIND@BATCHES:FIELD=VALUE,..., such as"
            + " shift@50:genes=20",
        text);
    EventKind kind = EventKind.named(parts.group(1), text);
    int first = Integer.parseInt(parts.group(2));
    return new Event(kind, first, last(parts, kind, first), values(parts.group(5), kind, text));
  }

  private static int last(Matcher parts, EventKind kind, int first) {
    if (parts.group(4) != null) {
      return Integer.parseInt(parts.group(4));
    }
    boolean isOpen = parts.group(3) != null || kind.span() == EventKind.Span.LASTING;
    return isOpen ? END : first;
  }

  private static List<Double> values(@Nullable String text, EventKind kind, String event) {
    Map<String, Double> given = new LinkedHashMap<>();
    for (String pair : text == null ? new String[0] : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals).strip();
      EventKind.Field field = field(name, kind, event);
      String value = equals < 0 ? "" : pair.substring(equals + 1).strip();
      checkConfig(
          given.put(name, number(value)) == null,
          "Invalid event %s: %s stands twice; expected it once",
          event,
          name);
      checkConfig(
          field.allows(number(value)),
          "Invalid event %s: %s = %s; expected %s",
          event,
          name,
          value.isEmpty() ? "nothing" : value,
          field.expectation());
    }
    List<Double> values = new ArrayList<>();
    kind.fields().forEach(field -> values.add(given.getOrDefault(field.name(), field.fallback())));
    return values;
  }

  private static EventKind.Field field(String name, EventKind kind, String event) {
    List<String> names = kind.fields().stream().map(EventKind.Field::name).toList();
    checkConfig(
        names.contains(name), "Invalid event %s: field %s; expected one of %s", event, name, names);
    return kind.fields().get(names.indexOf(name));
  }

  /** The number, or NaN, which no field allows. */
  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Whether a batch carries it. */
  public boolean covers(int batch) {
    return batch >= first && batch <= last;
  }

  /** The value of a field of its kind. */
  public double value(String field) {
    for (int i = 0; i < values.size(); i++) {
      if (kind.fields().get(i).name().equals(field)) {
        return values.get(i);
      }
    }
    throw new IllegalArgumentException("No field " + field + " of " + kind.label());
  }

  /** Kind and first batch, which name it within a stream, and its chance. */
  String name() {
    return kind.label() + "@" + first;
  }

  /** All of it, such that {@link #parse} gives the same event. */
  @Override
  public String toString() {
    boolean isDefault = last == (kind.span() == EventKind.Span.LASTING ? END : first);
    String end = isDefault ? "" : last == END ? ".." : ".." + last;
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      EventKind.Field field = kind.fields().get(i);
      fields.add(field.name() + "=" + field.text(values.get(i)));
    }
    return name() + end + ":" + String.join(",", fields);
  }
}
