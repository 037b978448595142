package io.scstream.matrix;

import java.util.List;

/** Merges runs of entries into cells. */
final class MergedRows implements RowSource {
  private final List<EntryRun> runs;
  private final int cells;
  private int cell;

  MergedRows(List<EntryRun> runs, int cells) {
    this.runs = List.copyOf(runs);
    this.cells = cells;
  }

  @Override
  public void next(RowCollector row) {
    if (cell >= cells) {
      throw new IllegalStateException("No cell " + cell + " of " + cells);
    }
    for (EntryRun run : runs) {
      if (run.cell() == cell) {
        run.drainTo(row);
      }
    }
    cell++;
  }
}
