package io.scstream.jobs.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/** Pieces that several binary forms share. */
public final class Bytes {
  private Bytes() {}

  /** A length and the bytes. */
  public static void write(byte[] bytes, DataOutput out) throws IOException {
    writeVarint(bytes.length, out);
    out.write(bytes);
  }

  /** What {@link #write(byte[], DataOutput)} wrote. */
  public static byte[] read(DataInput in) throws IOException {
    byte[] bytes = new byte[readVarint(in)];
    in.readFully(bytes);
    return bytes;
  }

  /** UTF-8 without the 64 KiB limit of {@link DataOutput#writeUTF}. */
  public static void writeText(String text, DataOutput out) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8), out);
  }

  /** What {@link #writeText} wrote. */
  public static String readText(DataInput in) throws IOException {
    return new String(read(in), StandardCharsets.UTF_8);
  }

  /** Keys in order, so that equal maps give equal bytes. */
  public static void writeLongs(SortedMap<String, Long> values, DataOutput out) throws IOException {
    writeVarint(values.size(), out);
    for (var entry : values.entrySet()) {
      writeText(entry.getKey(), out);
      out.writeLong(entry.getValue());
    }
  }

  /** What {@link #writeLongs} wrote. */
  public static SortedMap<String, Long> readLongs(DataInput in) throws IOException {
    SortedMap<String, Long> values = new TreeMap<>();
    for (int left = readVarint(in); left > 0; left--) {
      values.put(readText(in), in.readLong());
    }
    return values;
  }

  /** Keys in order; values are not negative. */
  static void writeInts(SortedMap<String, Integer> values, DataOutput out) throws IOException {
    writeVarint(values.size(), out);
    for (var entry : values.entrySet()) {
      writeText(entry.getKey(), out);
      writeVarint(entry.getValue(), out);
    }
  }

  /** What {@link #writeInts} wrote. */
  static SortedMap<String, Integer> readInts(DataInput in) throws IOException {
    SortedMap<String, Integer> values = new TreeMap<>();
    for (int left = readVarint(in); left > 0; left--) {
      values.put(readText(in), readVarint(in));
    }
    return values;
  }

  /** In one piece: thousands of single numbers are slow through Flink's streams. */
  static void writeDoubles(double[] values, DataOutput out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    write(bytes.array(), out);
  }

  /** What {@link #writeDoubles} wrote. */
  static double[] readDoubles(DataInput in) throws IOException {
    byte[] bytes = read(in);
    double[] values = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).asDoubleBuffer().get(values);
    return values;
  }

  /** Seven bits a byte, lowest first; small numbers take one byte. */
  public static void writeVarint(int value, DataOutput out) throws IOException {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      out.writeByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  /** What {@link #writeVarint} wrote. */
  public static int readVarint(DataInput in) throws IOException {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 7) {
      int next = in.readByte();
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("Invalid number: more than 5 bytes; expected a variable-length int32");
  }
}
