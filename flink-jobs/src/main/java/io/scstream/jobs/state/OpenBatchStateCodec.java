package io.scstream.jobs.state;

import io.scstream.models.drift.OpenBatchState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What is known of a batch while its cells arrive. */
public final class OpenBatchStateCodec implements Codec<OpenBatchState> {
  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<OpenBatchState> type() {
    return OpenBatchState.class;
  }

  @Override
  public void write(OpenBatchState value, DataOutput out) throws IOException {
    Bytes.writeText(value.batch(), out);
    BatchSketchCodec.writeCells(value.sample(), out);
    Bytes.writeInts(value.strata(), out);
    Bytes.writeDoubles(value.librarySizes(), out);
    out.writeLong(value.cells());
  }

  @Override
  public OpenBatchState read(int version, DataInput in) throws IOException {
    return OpenBatchState.of(
        Bytes.readText(in),
        BatchSketchCodec.readCells(in),
        Bytes.readInts(in),
        Bytes.readDoubles(in),
        in.readLong());
  }
}
