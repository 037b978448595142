package io.scstream.speed;

/** A side of which one step is several, so that it is busy as long as another side is. */
record Stretch(Side side, int times) implements Side {
  @Override
  public int cells() {
    return times * side.cells();
  }

  @Override
  public double seconds(int steps) {
    return side.seconds(times * steps);
  }
}
