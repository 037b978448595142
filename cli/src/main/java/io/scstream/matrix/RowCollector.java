package io.scstream.matrix;

import java.util.Arrays;

/** Collects the entries of one cell after another and makes a block of them. */
final class RowCollector {
  private final Axes axes;
  private int firstCell;
  private int cells;
  private int rowStart;
  private int end;
  private boolean rising = true;
  private int[] indptr = new int[1025];
  private int[] indices = new int[4096];
  private int[] counts = new int[4096];

  RowCollector(Axes axes) {
    this.axes = axes;
  }

  void start(int cell) {
    firstCell = cell;
    cells = 0;
    rowStart = 0;
    end = 0;
    rising = true;
  }

  int cells() {
    return cells;
  }

  int entries() {
    return rowStart;
  }

  /** Adds an entry of the current cell. Genes come in any order and are numbered as stored. */
  void add(int gene, int count) {
    if (end == indices.length) {
      int room = Math.addExact(end, end >> 1);
      indices = Arrays.copyOf(indices, room);
      counts = Arrays.copyOf(counts, room);
    }
    rising &= end == rowStart || indices[end - 1] < gene;
    indices[end] = gene;
    counts[end++] = count;
  }

  /**
   * Ends the current cell: genes rising, zeros dropped, duplicates refused, unwanted genes left
   * out.
   */
  void endRow() {
    if (!rising) {
      sortRow();
    }
    int kept = rowStart;
    for (int i = rowStart; i < end; i++) {
      int gene = axes.kept(indices[i]);
      if (gene >= 0 && counts[i] != 0) {
        indices[kept] = gene;
        counts[kept++] = counts[i];
      }
    }
    rowStart = kept;
    end = kept;
    rising = true;
    cells++;
    if (cells + 1 > indptr.length) {
      indptr = Arrays.copyOf(indptr, indptr.length * 2);
    }
    indptr[cells] = kept;
  }

  CsrBlock block() {
    return CsrBlock.of(
        firstCell,
        Arrays.copyOf(indptr, cells + 1),
        Arrays.copyOf(indices, rowStart),
        Arrays.copyOf(counts, rowStart));
  }

  private void sortRow() {
    long[] entries = new long[end - rowStart];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = (long) indices[rowStart + i] << 32 | counts[rowStart + i];
    }
    Arrays.sort(entries);
    for (int i = 0; i < entries.length; i++) {
      indices[rowStart + i] = (int) (entries[i] >>> 32);
      counts[rowStart + i] = (int) entries[i];
      if (i > 0 && indices[rowStart + i] == indices[rowStart + i - 1]) {
        throw MatrixException.badInput(
            axes.source(),
            "entries of cell " + axes.cells().get(firstCell + cells),
            "gene " + axes.storedGenes().get(indices[rowStart + i]) + " twice",
            "one entry for each gene");
      }
    }
  }
}
