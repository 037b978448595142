package io.scstream.schema.framing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** The ten bytes before every record. */
public final class Frame {
  static final int HEADER_BYTES = 10;

  private Frame() {}

  /** The fingerprint of the writer's schema, or nothing where the bytes are not framed. */
  public static OptionalLong fingerprint(byte[] message) {
    if (message.length < HEADER_BYTES || message[0] != (byte) 0xC3 || message[1] != 0x01) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        ByteBuffer.wrap(message, 2, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong());
  }
}
