package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import java.util.List;
import java.util.Map;

/**
 * Real cells for a trial, and what is known of them by id.
 *
 * @param genes how many the cells are on
 * @param fitted cells to fit to
 * @param heldOut cells that no fit sees
 * @param labels of target cells, what distinguishes them and belongs to the salient code; empty if
 *     nothing does
 * @param shared of target cells, what background cells have too and belongs to the background code,
 *     such as the type of the cell; empty if unknown
 */
public record KnownCells(
    int genes,
    List<Cell> fitted,
    List<Cell> heldOut,
    Map<String, String> labels,
    Map<String, String> shared) {

  /** The least cells of a role, to fit or held out. */
  private static final int LEAST = 10;

  /** Checks and copies. */
  public KnownCells {
    fitted = List.copyOf(fitted);
    heldOut = List.copyOf(heldOut);
    labels = Map.copyOf(labels);
    shared = Map.copyOf(shared);
    for (Role role : Role.values()) {
      checkInput(
          of(fitted, role).size() >= LEAST && of(heldOut, role).size() >= LEAST,
          "Invalid cells: %d %s cells to fit and %d held out; expected %d or more of each",
          of(fitted, role).size(),
          role,
          of(heldOut, role).size(),
          LEAST);
    }
  }

  static List<Cell> of(List<Cell> cells, Role role) {
    return cells.stream().filter(cell -> cell.role() == role).toList();
  }
}
