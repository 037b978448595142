package io.scstream.jobs.operator;

import io.scstream.jobs.state.Bytes;
import io.scstream.jobs.state.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A verdict: two texts and a number. */
public final class VerdictCodec implements Codec<Verdict> {
  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Verdict> type() {
    return Verdict.class;
  }

  @Override
  public void write(Verdict value, DataOutput out) throws IOException {
    Bytes.writeText(value.outcome().name(), out);
    Bytes.writeText(value.reason(), out);
    Bytes.writeVarint(value.emptyCells(), out);
  }

  @Override
  public Verdict read(int version, DataInput in) throws IOException {
    return new Verdict(
        Verdict.Outcome.valueOf(Bytes.readText(in)), Bytes.readText(in), Bytes.readVarint(in));
  }
}
