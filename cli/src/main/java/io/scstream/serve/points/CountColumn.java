package io.scstream.serve.points;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A whole number of each point, kept as the lowest 32 bits. */
final class CountColumn implements Column {
  private final String name;
  private final Type type;
  private int[] numbers = new int[0];

  /** Travels as one byte or as four. */
  CountColumn(String name, Type type) {
    this.name = name;
    this.type = type;
  }

  void set(int slot, long number) {
    numbers[slot] = (int) number;
  }

  long get(int slot) {
    return Integer.toUnsignedLong(numbers[slot]);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Type type() {
    return type;
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public void grow(int slots) {
    numbers = Arrays.copyOf(numbers, slots);
  }

  @Override
  public void clear() {
    Arrays.fill(numbers, 0);
  }

  @Override
  public void put(int slot, ByteBuffer out) {
    if (type == Type.U8) {
      out.put((byte) numbers[slot]);
    } else {
      out.putInt(numbers[slot]);
    }
  }
}
