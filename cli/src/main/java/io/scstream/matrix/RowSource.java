package io.scstream.matrix;

/** Gives the entries of one cell after another. */
interface RowSource extends Resource {
  /**
   * Adds the entries of the next cell, genes numbered as stored. Called once for each cell of the
   * file.
   */
  void next(RowCollector row);

  @Override
  default void close() {}
}
