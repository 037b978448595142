package io.scstream.speed;

/**
 * What a step cannot do without.
 *
 * @param flops floating-point operations; a multiplication and an addition are two
 * @param bytes read from or written to memory
 */
record Work(double flops, double bytes) {
  static final Work NONE = new Work(0, 0);

  static Work ofFlops(double flops) {
    return new Work(flops, 0);
  }

  static Work ofFloats(double floats) {
    return new Work(0, Float.BYTES * floats);
  }

  Work plus(Work other) {
    return new Work(flops + other.flops, bytes + other.bytes);
  }
}
