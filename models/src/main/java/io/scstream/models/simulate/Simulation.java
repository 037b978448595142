package io.scstream.models.simulate;

import io.scstream.models.data.Role;

/** A source of cells with known codes. The same seed gives the same source. */
public sealed interface Simulation permits GeneratedCells, ThinnedCells {

  /** Genes of every cell. */
  int genes();

  /**
   * So many cells of one role; the same name gives the same cells, another one other cells. A
   * longer draw begins with the cells of a shorter one.
   *
   * @throws io.scstream.models.ModelException if there are not so many cells
   */
  Draw draw(String name, Role role, int cells);
}
