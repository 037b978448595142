package io.scstream.schema.framing;

/** Turns records of one type into message bytes and back. Safe for use by several threads. */
public interface Framing<T> {
  /** The whole message. */
  byte[] write(T record);

  /**
   * The record in a message.
   *
   * @throws UnknownSchemaException if the writer's schema is not known here
   * @throws UndecodableException if the bytes are not a framed record, are cut short or run on
   */
  T read(byte[] message);
}
