package io.scstream.jobs.state;

import io.scstream.models.stream.GuardState;
import io.scstream.models.stream.StreamCounts;
import io.scstream.models.stream.Waiting;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The small part of a run's state. Version 1 had no reference memory, no guard, and did not know
 * the chunks of waiting cells.
 */
public final class RunMetaCodec implements Codec<RunMeta> {
  private static final long serialVersionUID = 1L;
  private static final RememberedCellCodec CELLS = new RememberedCellCodec();
  private static final StreamCountsCodec COUNTS = new StreamCountsCodec();
  private static final GuardStateCodec GUARD = new GuardStateCodec();

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Class<RunMeta> type() {
    return RunMeta.class;
  }

  @Override
  public void write(RunMeta value, DataOutput out) throws IOException {
    COUNTS.write(value.counts(), out);
    Bytes.writeText(value.geneSpace(), out);
    out.writeInt(value.genes());
    Bytes.writeLongs(value.trainedThrough(), out);
    Bytes.writeLongs(value.replaySeen(), out);
    Bytes.writeLongs(value.holdOutSeen(), out);
    Bytes.writeLongs(value.referenceSeen(), out);
    Bytes.writeVarint(value.carry().size(), out);
    out.writeInt(CELLS.version());
    for (Waiting waiting : value.carry()) {
      CELLS.write(waiting.cell(), out);
      Bytes.writeText(waiting.chunk(), out);
    }
    GUARD.write(value.guard(), out);
    Bytes.writeText(value.holdOutRule(), out);
  }

  @Override
  public RunMeta read(int version, DataInput in) throws IOException {
    boolean isFirst = version == 1;
    StreamCounts counts = COUNTS.read(version, in);
    String geneSpace = Bytes.readText(in);
    int genes = in.readInt();
    SortedMap<String, Long> trainedThrough = Bytes.readLongs(in);
    SortedMap<String, Long> replaySeen = Bytes.readLongs(in);
    SortedMap<String, Long> holdOutSeen = Bytes.readLongs(in);
    SortedMap<String, Long> referenceSeen = isFirst ? new TreeMap<>() : Bytes.readLongs(in);
    List<Waiting> carry = carry(isFirst, in);
    GuardState guard = isFirst ? GuardState.QUIET : GUARD.read(GUARD.version(), in);
    return new RunMeta(
        counts,
        geneSpace,
        genes,
        trainedThrough,
        replaySeen,
        holdOutSeen,
        referenceSeen,
        carry,
        guard,
        Bytes.readText(in));
  }

  private static List<Waiting> carry(boolean isFirst, DataInput in) throws IOException {
    int size = Bytes.readVarint(in);
    int form = in.readInt();
    List<Waiting> carry = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      carry.add(new Waiting(CELLS.read(form, in), isFirst ? "" : Bytes.readText(in)));
    }
    return carry;
  }
}
