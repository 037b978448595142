package io.scstream.serve.points;

import java.nio.ByteBuffer;
import java.util.List;

/** One attribute of every point, by slot. */
interface Column {
  String name();

  /** What a number is on its way to a client. */
  Type type();

  /** Numbers of a point. */
  int width();

  /** Makes room for so many slots. */
  void grow(int slots);

  /** Forgets everything. */
  void clear();

  /** Writes the numbers of one slot. */
  void put(int slot, ByteBuffer out);

  /** What the numbers stand for, where they count a list of words. */
  default List<String> values() {
    return List.of();
  }

  /** A number in little-endian bytes. */
  enum Type {
    U8(1),
    U16(2),
    U32(4),
    F32(4);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }
  }
}
