package io.scstream.jobs.connect;

import io.scstream.jobs.state.Bytes;
import io.scstream.jobs.state.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A Kafka record with its place. The second form adds how often it was rejected before. */
public final class RawRecordCodec implements Codec<RawRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Class<RawRecord> type() {
    return RawRecord.class;
  }

  @Override
  public void write(RawRecord value, DataOutput out) throws IOException {
    RawRecord.Position position = value.position();
    Bytes.writeText(position.topic(), out);
    out.writeInt(position.partition());
    out.writeLong(position.offset());
    byte[] key = value.key();
    out.writeBoolean(key != null);
    if (key != null) {
      Bytes.write(key, out);
    }
    Bytes.write(value.value(), out);
    Bytes.writeVarint(value.attempts(), out);
  }

  @Override
  public RawRecord read(int version, DataInput in) throws IOException {
    RawRecord.Position position =
        new RawRecord.Position(Bytes.readText(in), in.readInt(), in.readLong());
    byte[] key = in.readBoolean() ? Bytes.read(in) : null;
    RawRecord raw = RawRecord.of(position, key, Bytes.read(in));
    return version == 1 ? raw : raw.after(Bytes.readVarint(in));
  }
}
