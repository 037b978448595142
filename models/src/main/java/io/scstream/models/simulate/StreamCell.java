package io.scstream.models.simulate;

import io.scstream.models.data.Cell;

/**
 * A cell of a stream with its annotations.
 *
 * @param state that the annotation names; a cell of a new state carries that of the cell it would
 *     have been
 * @param treatment {@value #CONTROL} in background cells
 */
public record StreamCell(Cell cell, String state, String treatment, String donor) {

  /** The treatment of background cells. */
  public static final String CONTROL = "control";
}
