package io.scstream.jobs.state;

import io.scstream.store.ModelVersion;
import io.scstream.store.RunOrigin;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Which run something comes from, as a part of other values. */
public final class RunOriginCodec {
  private RunOriginCodec() {}

  /** The run, and the version it was forked from if it was. */
  public static void write(RunOrigin origin, DataOutput out) throws IOException {
    Bytes.writeText(origin.run(), out);
    ModelVersion forked = origin.forked();
    out.writeBoolean(forked != null);
    if (forked != null) {
      Bytes.writeText(forked.lineage(), out);
      out.writeLong(forked.version());
    }
  }

  /** What {@link #write} wrote. */
  public static RunOrigin read(DataInput in) throws IOException {
    String run = Bytes.readText(in);
    return in.readBoolean()
        ? new RunOrigin(run, new ModelVersion(Bytes.readText(in), in.readLong()))
        : RunOrigin.of(run);
  }
}
