package io.scstream.jobs.operator;

import io.scstream.jobs.state.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The progress of a batch: four int64. */
public final class BatchProgressCodec implements Codec<BatchProgress> {
  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<BatchProgress> type() {
    return BatchProgress.class;
  }

  @Override
  public void write(BatchProgress value, DataOutput out) throws IOException {
    out.writeLong(value.seen());
    out.writeLong(value.chunks());
    out.writeLong(value.closeEventTime());
    out.writeLong(value.closeClock());
  }

  @Override
  public BatchProgress read(int version, DataInput in) throws IOException {
    return new BatchProgress(in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }
}
