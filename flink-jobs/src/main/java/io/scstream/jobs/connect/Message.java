package io.scstream.jobs.connect;

import java.nio.charset.StandardCharsets;

/** A framed message on its way to a topic. The arrays are not to be written to. */
public final class Message {
  private final String topic;
  private final byte[] key;
  private final byte[] value;

  private Message(String topic, byte[] key, byte[] value) {
    this.topic = topic;
    this.key = key;
    this.value = value;
  }

  /** A message with a text key. */
  public static Message of(String topic, String key, byte[] value) {
    return of(topic, key.getBytes(StandardCharsets.UTF_8), value);
  }

  /** A message. */
  public static Message of(String topic, byte[] key, byte[] value) {
    return new Message(topic, key, value);
  }

  /** Where it goes. */
  public String topic() {
    return topic;
  }

  /** What compaction and partitioning go by. */
  public byte[] key() {
    return key;
  }

  /** The framed record. */
  public byte[] value() {
    return value;
  }
}
