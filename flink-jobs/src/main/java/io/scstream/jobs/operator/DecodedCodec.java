package io.scstream.jobs.operator;

import io.scstream.jobs.connect.RawRecordCodec;
import io.scstream.jobs.state.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A decoded record as the record that it was, in the same form; it is decoded again on reading. */
public final class DecodedCodec implements Codec<Decoded> {
  private static final long serialVersionUID = 1L;
  private static final RawRecordCodec RECORDS = new RawRecordCodec();

  @Override
  public int version() {
    return RECORDS.version();
  }

  @Override
  public Class<Decoded> type() {
    return Decoded.class;
  }

  @Override
  public void write(Decoded value, DataOutput out) throws IOException {
    RECORDS.write(value.raw(), out);
  }

  @Override
  public Decoded read(int version, DataInput in) throws IOException {
    return Decoded.of(RECORDS.read(version, in));
  }
}
