package io.scstream.jobs.state;

import io.scstream.models.drift.BatchSketch;
import io.scstream.models.memory.RememberedCell;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is kept of a batch. */
public final class BatchSketchCodec implements Codec<BatchSketch> {
  private static final long serialVersionUID = 1L;
  private static final RememberedCellCodec CELLS = new RememberedCellCodec();

  /** Of the cells in version 1 of a sketch. */
  private static final int CELL_VERSION = 2;

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<BatchSketch> type() {
    return BatchSketch.class;
  }

  @Override
  public void write(BatchSketch value, DataOutput out) throws IOException {
    Bytes.writeText(value.batch(), out);
    writeCells(value.cells(), out);
    Bytes.writeInts(value.strata(), out);
  }

  @Override
  public BatchSketch read(int version, DataInput in) throws IOException {
    return new BatchSketch(Bytes.readText(in), readCells(in), Bytes.readInts(in));
  }

  static void writeCells(List<RememberedCell> cells, DataOutput out) throws IOException {
    Bytes.writeVarint(cells.size(), out);
    for (RememberedCell cell : cells) {
      CELLS.write(cell, out);
    }
  }

  /** Of the first form of cells: a change of theirs is a new version here. */
  static List<RememberedCell> readCells(DataInput in) throws IOException {
    List<RememberedCell> cells = new ArrayList<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      cells.add(CELLS.read(CELL_VERSION, in));
    }
    return cells;
  }
}
