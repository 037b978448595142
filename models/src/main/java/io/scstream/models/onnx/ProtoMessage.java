package io.scstream.models.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in the wire format of protocol buffers, field by field as they are written. Messages in
 * messages are copied once, at the end.
 */
final class ProtoMessage {
  private static final int VARINT = 0;
  private static final int LENGTH = 2;
  private static final int FIXED_32 = 5;

  private final List<byte[]> parts = new ArrayList<>();
  private int size;

  /** A whole number of 0 or more. */
  ProtoMessage number(int field, long value) {
    return head(field, VARINT, value);
  }

  /** A float. */
  ProtoMessage real(int field, float value) {
    return varints(((long) field << 3) | FIXED_32)
        .add(
            ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array());
  }

  /** A string. */
  ProtoMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes, which are not copied yet. */
  ProtoMessage bytes(int field, byte[] value) {
    return head(field, LENGTH, value.length).add(value);
  }

  /** A message, to which nothing may be added afterwards. */
  ProtoMessage message(int field, ProtoMessage value) {
    return head(field, LENGTH, value.size).append(value);
  }

  /** All fields of another message, to which nothing may be added afterwards. */
  ProtoMessage append(ProtoMessage fields) {
    fields.parts.forEach(this::add);
    return this;
  }

  /** The bytes of all fields. */
  byte[] toByteArray() {
    ByteBuffer all = ByteBuffer.allocate(size);
    parts.forEach(all::put);
    return all.array();
  }

  private ProtoMessage head(int field, int type, long value) {
    return varints(((long) field << 3) | type, value);
  }

  private ProtoMessage varints(long... values) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (long value : values) {
      long rest = value;
      while (rest > 0x7f) {
        head.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      head.write((int) rest);
    }
    return add(head.toByteArray());
  }

  private ProtoMessage add(byte[] part) {
    parts.add(part);
    size = Math.addExact(size, part.length);
    return this;
  }
}
