package io.scstream.jobs.connect;

import io.scstream.jobs.state.Bytes;
import io.scstream.jobs.state.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A message on its way to a topic. */
public final class MessageCodec implements Codec<Message> {
  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Message> type() {
    return Message.class;
  }

  @Override
  public void write(Message value, DataOutput out) throws IOException {
    Bytes.writeText(value.topic(), out);
    Bytes.write(value.key(), out);
    Bytes.write(value.value(), out);
  }

  @Override
  public Message read(int version, DataInput in) throws IOException {
    return Message.of(Bytes.readText(in), Bytes.read(in), Bytes.read(in));
  }
}
