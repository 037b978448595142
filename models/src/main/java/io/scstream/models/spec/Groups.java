package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The groups of target cells, such as treatments, each with a salient space of its own beside the
 * one background space. Their order is that of the salient blocks.
 *
 * @param by what of a cell tells its group, in the words of whoever reads cells; a model only keeps
 *     it. Empty without names
 * @param names of the groups; empty for a single group of all target cells
 */
public record Groups(String by, List<String> names) implements Serializable {

  /** One group of all target cells, which needs no name. */
  public static final Groups ONE = new Groups("", List.of());

  /** Checks and copies. */
  public Groups {
    names = List.copyOf(names);
    by = names.isEmpty() ? "" : by;
    checkConfig(
        names.stream().noneMatch(String::isBlank),
        "Invalid groups: %s; expected names that are not blank",
        names);
    checkConfig(
        new HashSet<>(names).size() == names.size(),
        "Invalid groups: %s; expected each name once",
        names);
  }

  /** Groups by treatment of these names, in this order. */
  public static Groups of(String... names) {
    return new Groups("treatment", List.of(names));
  }

  /** So many groups without names of their own; {@link #ONE} for a single one. */
  public static Groups numbered(int count) {
    return count == 1
        ? ONE
        : new Groups("", IntStream.rangeClosed(1, count).mapToObj(it -> "group-" + it).toList());
  }

  /** How many there are, at least 1. */
  public int count() {
    return Math.max(1, names.size());
  }

  /** Whether there are several salient spaces. */
  public boolean areSeveral() {
    return names.size() > 1;
  }

  /** The number of the group of this name, from 0; 0 for any name if groups have none. */
  public OptionalInt number(String name) {
    if (names.isEmpty()) {
      return OptionalInt.of(0);
    }
    int number = names.indexOf(name);
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
