package io.scstream.schema.cells;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The layout of {@code indptr}, {@code indices} and {@code counts}: int32, little-endian. */
public final class LittleEndian {
  private LittleEndian() {}

  /** The bytes of all values. */
  public static ByteBuffer of(int[] values) {
    return of(values, 0, values.length);
  }

  /** The bytes of the values from {@code from} up to but without {@code to}. */
  public static ByteBuffer of(int[] values, int from, int to) {
    ByteBuffer bytes =
        ByteBuffer.allocate((to - from) * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values, from, to - from);
    return bytes.order(ByteOrder.BIG_ENDIAN);
  }

  /** The values; bytes after the last whole one are ignored, see {@link #isWhole}. */
  public static int[] ints(ByteBuffer bytes) {
    int[] values = new int[bytes.remaining() / Integer.BYTES];
    bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }

  static boolean isWhole(ByteBuffer bytes) {
    return bytes.remaining() % Integer.BYTES == 0;
  }
}
