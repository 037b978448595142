package io.scstream.serve.points;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Some real numbers of each point. */
final class FloatColumn implements Column {
  private final String name;
  private final int width;
  private float[] numbers = new float[0];

  FloatColumn(String name, int width) {
    this.name = name;
    this.width = width;
  }

  /** All numbers, those of a slot side by side; of as many slots as there is room for. */
  float[] numbers() {
    return numbers;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Type type() {
    return Type.F32;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void grow(int slots) {
    numbers = Arrays.copyOf(numbers, slots * width);
  }

  @Override
  public void clear() {
    Arrays.fill(numbers, 0);
  }

  @Override
  public void put(int slot, ByteBuffer out) {
    for (int i = 0; i < width; i++) {
      out.putFloat(numbers[slot * width + i]);
    }
  }
}
