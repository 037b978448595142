package io.scstream.matrix;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a file that does not store its cells one after another: CSC, genes in rows, unsorted
 * Matrix Market. The first stream reads the file once and sorts its entries by cell, outside memory
 * where they are many; that stream and later ones read the sorted entries.
 */
final class Transposition implements Resource {
  private final Consumer<EntrySort> reading;
  private final int cells;
  private final int memoryEntries;
  private @Nullable EntrySort sorted;

  Transposition(Axes axes, int memoryEntries, Consumer<EntrySort> reading) {
    this.cells = axes.cells().size();
    this.memoryEntries = memoryEntries;
    this.reading = reading;
  }

  /** Starts at the first cell. */
  RowSource rows() {
    if (sorted == null) {
      EntrySort sort = new EntrySort(memoryEntries);
      try {
        reading.accept(sort);
      } catch (MatrixException e) {
        sort.close();
        throw e;
      }
      sorted = sort;
    }
    return sorted.rows(cells);
  }

  @Override
  public void close() {
    if (sorted != null) {
      sorted.close();
    }
  }
}
