package io.scstream.serve.points;

import java.nio.ByteBuffer;

/** The slot itself. */
final class SlotColumn implements Column {
  @Override
  public String name() {
    return "slot";
  }

  @Override
  public Type type() {
    return Type.U32;
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public void grow(int slots) {}

  @Override
  public void clear() {}

  @Override
  public void put(int slot, ByteBuffer out) {
    out.putInt(slot);
  }
}
