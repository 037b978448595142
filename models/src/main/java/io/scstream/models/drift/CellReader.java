package io.scstream.models.drift;

import io.scstream.models.data.Cell;
import java.util.List;

/** What a model says of cells. Changes nothing; equal cells give equal readings. */
public interface CellReader {
  /**
   * Reads cells.
   *
   * @param cells 1 or more
   */
  CellReading read(List<Cell> cells);
}
