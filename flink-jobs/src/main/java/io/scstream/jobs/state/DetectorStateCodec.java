package io.scstream.jobs.state;

import io.scstream.models.drift.detect.DetectorState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A drift detector's numbers, with the detector's own kind and version. */
public final class DetectorStateCodec implements Codec<DetectorState> {
  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<DetectorState> type() {
    return DetectorState.class;
  }

  @Override
  public void write(DetectorState value, DataOutput out) throws IOException {
    Bytes.writeText(value.kind(), out);
    Bytes.writeVarint(value.version(), out);
    Bytes.writeDoubles(value.numbers(), out);
  }

  @Override
  public DetectorState read(int version, DataInput in) throws IOException {
    return DetectorState.of(Bytes.readText(in), Bytes.readVarint(in), Bytes.readDoubles(in));
  }
}
