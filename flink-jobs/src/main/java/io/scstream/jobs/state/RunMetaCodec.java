package io.scstream.jobs.state;

import io.scstream.models.stream.GuardState;
import io.scstream.models.stream.StreamCounts;
import io.scstream.models.stream.Waiting;
import io.scstream.store.ModelVersion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The small part of a run's state. Version 1 had no reference memory, no guard, did not know the
 * chunks of waiting cells, and did not say which run it was of.
 */
public final class RunMetaCodec implements Codec<RunMeta> {
  private static final long serialVersionUID = 1L;
  private static final RememberedCellCodec CELLS = new RememberedCellCodec();
  private static final StreamCountsCodec COUNTS = new StreamCountsCodec();
  private static final GuardStateCodec GUARD = new GuardStateCodec();
  private static final RunMeta.Identity UNKNOWN = new RunMeta.Identity("", "", Optional.empty());

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
    Bytes.writeText(value.frame().geneSpace(), out);
    out.writeInt(value.frame().genes());
    Bytes.writeLongs(value.trainedThrough(), out);
    Bytes.writeLongs(value.seen().replay(), out);
    Bytes.writeLongs(value.seen().holdOut(), out);
    Bytes.writeLongs(value.seen().reference(), out);
    Bytes.writeVarint(value.carry().size(), out);
    out.writeInt(CELLS.version());
    for (Waiting waiting : value.carry()) {
      CELLS.write(waiting.cell(), out);
      Bytes.writeText(waiting.chunk(), out);
    }
    GUARD.write(value.guard(), out);
    Bytes.writeText(value.frame().inputRule(), out);
    writeIdentity(value.identity(), out);
    out.writeLong(value.lastDueStep());
  }

  @Override
  public RunMeta read(int version, DataInput in) throws IOException {
    boolean isFirst = version == 1;
    StreamCounts counts = COUNTS.read(version, in);
    String geneSpace = Bytes.readText(in);
    int genes = in.readInt();
    SortedMap<String, Long> trainedThrough = Bytes.readLongs(in);
    RunMeta.Seen seen =
        new RunMeta.Seen(
            Bytes.readLongs(in),
            Bytes.readLongs(in),
            isFirst ? new TreeMap<>() : Bytes.readLongs(in));
    List<Waiting> carry = carry(isFirst, in);
    GuardState guard = isFirst ? GuardState.QUIET : GUARD.read(GUARD.version(), in);
    RunMeta.Frame frame = new RunMeta.Frame(geneSpace, genes, Bytes.readText(in));
    return new RunMeta(
        isFirst ? UNKNOWN : readIdentity(in),
        frame,
        counts,
        isFirst ? counts.lastCutStep() : in.readLong(),
        trainedThrough,
        seen,
        carry,
        guard);
  }

  private static void writeIdentity(RunMeta.Identity identity, DataOutput out) throws IOException {
    Bytes.writeText(identity.run(), out);
    Bytes.writeText(identity.lineage(), out);
    out.writeBoolean(identity.forkedFrom().isPresent());
    if (identity.forkedFrom().isPresent()) {
      Bytes.writeText(identity.forkedFrom().get().lineage(), out);
      out.writeLong(identity.forkedFrom().get().version());
    }
  }

  private static RunMeta.Identity readIdentity(DataInput in) throws IOException {
    String run = Bytes.readText(in);
    String lineage = Bytes.readText(in);
    return new RunMeta.Identity(
        run,
        lineage,
        in.readBoolean()
            ? Optional.of(new ModelVersion(Bytes.readText(in), in.readLong()))
            : Optional.empty());
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
