package io.scstream.letters;

import io.scstream.jobs.connect.RawRecord;
import io.scstream.schema.DeadLetterRecord;
import java.nio.ByteBuffer;

/** A dead letter with its place. */
public record Letter(LetterId id, DeadLetterRecord record) {

  /** The record that it is about, as it was; its attempts are all that were made. */
  public RawRecord source() {
    ByteBuffer key = record.getSourceKey();
    return RawRecord.of(
            new RawRecord.Position(
                record.getSourceTopic(), record.getSourcePartition(), record.getSourceOffset()),
            key == null ? null : bytes(key),
            bytes(record.getPayload()))
        .after(record.getAttempt());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
