package io.scstream.jobs.operator;

import io.scstream.models.spec.Groups;
import io.scstream.schema.Role;
import io.scstream.schema.Treatment;
import io.scstream.schema.cells.CellContent;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Which group of target cells a cell is of. */
public final class CellGroups {
  /** Groups are told by treatment, and not by a covariate of this name. */
  public static final String BY_TREATMENT = "treatment";

  private CellGroups() {}

  /**
   * The number of a cell's group; 0 for a background cell, which is in none. Nothing for a target
   * cell whose label is the name of no group.
   */
  public static OptionalInt number(CellContent cell, Groups groups) {
    return cell.role() == Role.BACKGROUND
        ? OptionalInt.of(0)
        : groups.number(groups.names().isEmpty() ? "" : label(cell, groups));
  }

  /** Of a target cell; empty if it has no such covariate or no treatment. */
  static String label(CellContent cell, Groups groups) {
    return groups.by().equals(BY_TREATMENT)
        ? treatment(cell)
        : cell.annotations().covariates().getOrDefault(groups.by(), "");
  }

  /** The names of all its treatments, sorted and joined by a plus. */
  public static String treatment(CellContent cell) {
    return cell.annotations().treatments().stream()
        .map(Treatment::getName)
        .sorted()
        .collect(Collectors.joining("+"));
  }
}
