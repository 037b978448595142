package io.scstream.jobs.connect;

import org.jspecify.annotations.Nullable;

/** One Kafka record as it came, with its place. The arrays are not to be written to. */
public final class RawRecord {
  private final Position position;
  private final byte @Nullable [] key;
  private final byte[] value;

  private RawRecord(Position position, byte @Nullable [] key, byte[] value) {
    this.position = position;
    this.key = key;
    this.value = value;
  }

  /** The place of a record. */
  public record Position(String topic, int partition, long offset) {
    /** Topic and partition in Kafka's way of writing them. */
    public String topicPartition() {
      return topic + "-" + partition;
    }
  }

  /** A record; one without a value (a tombstone) has an empty one. */
  public static RawRecord of(Position position, byte @Nullable [] key, byte @Nullable [] value) {
    return new RawRecord(position, key, value == null ? new byte[0] : value);
  }

  /** Where it was read. */
  public Position position() {
    return position;
  }

  /** The key, if it has one. */
  public byte @Nullable [] key() {
    return key;
  }

  /** The framed message. */
  public byte[] value() {
    return value;
  }
}
