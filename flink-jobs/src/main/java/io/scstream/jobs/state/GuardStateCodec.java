package io.scstream.jobs.state;

import io.scstream.models.stream.GuardState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the guard of a run remembers. */
public final class GuardStateCodec implements Codec<GuardState> {
  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<GuardState> type() {
    return GuardState.class;
  }

  @Override
  public void write(GuardState value, DataOutput out) throws IOException {
    out.writeLong(value.reducedUntilStep());
    Bytes.writeVarint(value.rollbacks().size(), out);
    for (long step : value.rollbacks()) {
      out.writeLong(step);
    }
    out.writeBoolean(value.isHalted());
    Bytes.writeVarint(value.quarantined().size(), out);
    for (Map.Entry<String, String> chunk : value.quarantined().entrySet()) {
      Bytes.writeText(chunk.getKey(), out);
      Bytes.writeText(chunk.getValue(), out);
    }
    out.writeLong(value.cellsQuarantined());
    out.writeInt(value.inARow().refused());
    out.writeInt(value.inARow().wild());
  }

  @Override
  public GuardState read(int version, DataInput in) throws IOException {
    long reducedUntilStep = in.readLong();
    List<Long> rollbacks = new ArrayList<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      rollbacks.add(in.readLong());
    }
    boolean isHalted = in.readBoolean();
    Map<String, String> quarantined = new LinkedHashMap<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      quarantined.put(Bytes.readText(in), Bytes.readText(in));
    }
    return new GuardState(
        reducedUntilStep,
        rollbacks,
        isHalted,
        quarantined,
        in.readLong(),
        new GuardState.Row(in.readInt(), in.readInt()));
  }
}
