package io.scstream.jobs.state;

import io.scstream.models.stream.StreamCounts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How far a run has come. Version 1 knew neither thinned cells nor a parent of its own. */
public final class StreamCountsCodec implements Codec<StreamCounts> {
  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Class<StreamCounts> type() {
    return StreamCounts.class;
  }

  @Override
  public void write(StreamCounts value, DataOutput out) throws IOException {
    out.writeLong(value.cellsSeen());
    out.writeLong(value.cellsTrained());
    out.writeLong(value.cellsHeldOut());
    out.writeLong(value.cellsThinned());
    out.writeLong(value.draws());
    out.writeLong(value.lastCutStep());
    out.writeLong(value.parentStep());
  }

  @Override
  public StreamCounts read(int version, DataInput in) throws IOException {
    long seen = in.readLong();
    long trained = in.readLong();
    long heldOut = in.readLong();
    long thinned = version == 1 ? 0 : in.readLong();
    long draws = in.readLong();
    long lastCut = in.readLong();
    long parent = version == 1 ? lastCut : in.readLong();
    return new StreamCounts(seen, trained, heldOut, thinned, draws, lastCut, parent);
  }
}
