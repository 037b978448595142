package io.scstream.models.simulate;

import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What can happen to a stream. The order is that in which changes meet a cell: first its rates,
 * then what is in the droplet, then what is captured and measured of it.
 */
public enum EventKind {
  /** Every rate is off by a factor of its own, anew in each batch. */
  BATCH_EFFECT(
      Span.ONE_BATCH,
      "every gene's rate times exp(sd N(0, 1)), anew in each batch",
      Field.number("sd", 0.5, 0.001, 2, "of the log rates")),

  /** Some genes are expressed otherwise. */
  SHIFT(
      Span.LASTING,
      "chosen genes' rates times exp(log-fold), in every cell",
      Field.whole("genes", 20, 1, StreamSettings.MOST_GENES, "that move"),
      Field.number("log-fold", 1, -5, 5, "natural logarithm of the fold change")),

  /** Cells come in a state that was not there before; their annotations do not tell. */
  NEW_STATE(
      Span.LASTING,
      "some cells, of either role, are in a new state: every gene's rate times exp(sd N(0, 1))",
      Field.number("share", 0.2, 0.001, 1, "of the cells"),
      Field.number("sd", 1, 0.001, 2, "of the state's log rates")),

  /** Droplets hold what belongs to other cells. */
  CONTAMINATED(
      Span.ONE_BATCH,
      "counts come from the batch's average profile instead, and some droplets hold two cells",
      Field.number("share", 0.3, 0, 1, "of each droplet's counts that are ambient"),
      Field.number("doublets", 0.1, 0, 1, "share of droplets that hold a second cell")),

  /** Less is captured. */
  CHEMISTRY(
      Span.LASTING,
      "each molecule is captured with a probability, and some genes are lost",
      Field.number("depth", 0.5, 0.001, 1, "probability of a count to stay"),
      Field.number("lost", 0, 0, 0.99, "share of the genes")),

  /** Genes are not measured any more. */
  PANEL(
      Span.LASTING,
      "genes are not measured any more: they stay in the gene space and count 0",
      Field.number("drop", 0.3, 0.001, 0.99, "share of the genes"));

  /** How long an event lasts whose last batch is not given. */
  public enum Span {
    ONE_BATCH,
    LASTING
  }

  /**
   * A number that an event carries.
   *
   * @param fallback its value where the event does not give one
   * @param lowest the least it may be
   * @param highest the most it may be
   * @param isWhole whether it must be a whole number
   */
  public record Field(
      String name,
      double fallback,
      double lowest,
      double highest,
      boolean isWhole,
      String meaning) {

    private static Field number(
        String name, double fallback, double lowest, double highest, String meaning) {
      return new Field(name, fallback, lowest, highest, false, meaning);
    }

    private static Field whole(
        String name, double fallback, double lowest, double highest, String meaning) {
      return new Field(name, fallback, lowest, highest, true, meaning);
    }

    /** Whether a number may stand here. */
    boolean allows(double value) {
      return value >= lowest && value <= highest && (!isWhole || value == Math.rint(value));
    }

    /** What may stand here, such as {@code a number from 0.001 to 5}. */
    public String expectation() {
      return (isWhole ? "a whole number from " : "a number from ")
          + text(lowest)
          + " to "
          + text(highest);
    }

    /** A value of this field without needless digits. */
    public String text(double value) {
      return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
  }

  private final Span span;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<Field> fields;

  EventKind(Span span, String meaning, Field... fields) {
    this.span = span;
    this.meaning = meaning;
    this.fields = List.of(fields);
  }

  /** Its name in lower case, with hyphens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Span span() {
    return span;
  }

  /** What happens, in a few words. */
  public String meaning() {
    return meaning;
  }

  public List<Field> fields() {
    return fields;
  }

  /** The kind of this label, in an event that reads so. */
  static EventKind named(String label, String event) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    Category.BAD_CONFIG,
                    "Invalid event %s: kind %s; expected one of %s"
                        .formatted(event, label, labels())));
  }

  private static String labels() {
    return Arrays.stream(values()).map(EventKind::label).collect(Collectors.joining(", "));
  }
}
