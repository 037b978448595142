package io.scstream.jobs.state;

import io.scstream.models.drift.AlarmState;
import io.scstream.models.drift.Signal;
import io.scstream.models.drift.SignalState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The drift alarm: evidence and history of each signal, in full precision. */
public final class AlarmStateCodec implements Codec<AlarmState> {
  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<AlarmState> type() {
    return AlarmState.class;
  }

  @Override
  public void write(AlarmState value, DataOutput out) throws IOException {
    out.writeLong(value.batches());
    out.writeBoolean(value.isRaised());
    out.writeBoolean(value.isHeld());
    out.writeInt(value.cleanBatches());
    Bytes.writeVarint(value.signals().size(), out);
    for (SignalState signal : value.signals()) {
      Bytes.writeText(signal.signal().name(), out);
      Bytes.writeVarint(signal.signal().historyLimit(), out);
      out.writeDouble(signal.logEvidence());
      out.writeDouble(signal.suspicion().logEvidence());
      out.writeLong(signal.suspicion().since());
      Bytes.writeVarint(signal.suspicion().readings(), out);
      Bytes.writeDoubles(signal.history(), out);
    }
  }

  @Override
  public AlarmState read(int version, DataInput in) throws IOException {
    long batches = in.readLong();
    boolean isRaised = in.readBoolean();
    boolean isHeld = in.readBoolean();
    int cleanBatches = in.readInt();
    List<SignalState> signals = new ArrayList<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      signals.add(
          SignalState.of(
              new Signal(Bytes.readText(in), Bytes.readVarint(in)),
              in.readDouble(),
              new SignalState.Suspicion(in.readDouble(), in.readLong(), Bytes.readVarint(in)),
              Bytes.readDoubles(in)));
    }
    return new AlarmState(batches, isRaised, isHeld, cleanBatches, signals);
  }
}
