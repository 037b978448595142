package io.scstream.jobs.connect;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One Kafka record as it came, with its place. The arrays are not to be written to. */
public final class RawRecord {
  /**
   * The header of a record that is sent again from the dead letters: the attempt that its letter is
   * about, as decimal text.
   */
  public static final String ATTEMPT_HEADER = "scstream-attempt";

  private final Position position;
  private final byte @Nullable [] key;
  private final byte[] value;
  private final int attempts;

  private RawRecord(Position position, byte @Nullable [] key, byte[] value, int attempts) {
    this.position = position;
    this.key = key;
    this.value = value;
    this.attempts = attempts;
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
    return new RawRecord(position, key, value == null ? new byte[0] : value, 0);
  }

  /** The same record, sent again after so many attempts, 0 or more. */
  public RawRecord after(int earlierAttempts) {
    return new RawRecord(position, key, value, earlierAttempts);
  }

  /** The attempts that {@link #ATTEMPT_HEADER} tells of; 0 where it is absent or no number. */
  public static int attempts(byte @Nullable [] header) {
    String text = header == null ? "" : new String(header, StandardCharsets.UTF_8);
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
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

  /** How often it was rejected before it was sent again; 0 for a record that is new. */
  public int attempts() {
    return attempts;
  }
}
