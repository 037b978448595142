package io.scstream.jobs.state;

import io.scstream.models.memory.RememberedCell;
import io.scstream.models.stream.StreamCounts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The small part of a run's state. */
public final class RunMetaCodec implements Codec<RunMeta> {
  private static final long serialVersionUID = 1L;
  private static final RememberedCellCodec CELLS = new RememberedCellCodec();

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<RunMeta> type() {
    return RunMeta.class;
  }

  @Override
  public void write(RunMeta value, DataOutput out) throws IOException {
    StreamCounts counts = value.counts();
    out.writeLong(counts.cellsSeen());
    out.writeLong(counts.cellsTrained());
    out.writeLong(counts.cellsHeldOut());
    out.writeLong(counts.draws());
    out.writeLong(counts.lastCutStep());
    Bytes.writeText(value.geneSpace(), out);
    out.writeInt(value.genes());
    Bytes.writeLongs(value.trainedThrough(), out);
    Bytes.writeLongs(value.replaySeen(), out);
    Bytes.writeLongs(value.holdOutSeen(), out);
    Bytes.writeVarint(value.carry().size(), out);
    out.writeInt(CELLS.version());
    for (RememberedCell cell : value.carry()) {
      CELLS.write(cell, out);
    }
    Bytes.writeText(value.holdOutRule(), out);
  }

  @Override
  public RunMeta read(int version, DataInput in) throws IOException {
    StreamCounts counts =
        new StreamCounts(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    return new RunMeta(
        counts,
        Bytes.readText(in),
        in.readInt(),
        Bytes.readLongs(in),
        Bytes.readLongs(in),
        Bytes.readLongs(in),
        carry(in),
        Bytes.readText(in));
  }

  private static List<RememberedCell> carry(DataInput in) throws IOException {
    int size = Bytes.readVarint(in);
    int form = in.readInt();
    List<RememberedCell> carry = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      carry.add(CELLS.read(form, in));
    }
    return carry;
  }
}
