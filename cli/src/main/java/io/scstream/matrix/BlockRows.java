package io.scstream.matrix;

import java.util.NoSuchElementException;

/** Cuts a source of cells into blocks. */
final class BlockRows implements Rows {
  private final RowSource source;
  private final RowCollector collector;
  private final int cells;
  private final int blockCells;
  private final int blockEntries;
  private int nextCell;

  BlockRows(RowSource source, Axes axes, int blockCells, int blockEntries) {
    this.source = source;
    this.collector = new RowCollector(axes);
    this.cells = axes.cells().size();
    this.blockCells = blockCells;
    this.blockEntries = blockEntries;
  }

  @Override
  public boolean hasNext() {
    return nextCell < cells;
  }

  @Override
  public CsrBlock next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    collector.start(nextCell);
    while (hasNext() && collector.cells() < blockCells && collector.entries() < blockEntries) {
      source.next(collector);
      collector.endRow();
      nextCell++;
    }
    return collector.block();
  }

  @Override
  public void close() {
    source.close();
  }
}
