package io.scstream.models.evaluate.independence;

/** Numbers that benchmarks/independence_parity.py makes too, to the last bit. */
final class Lcg implements RandomizedConditionalTest.Chance {
  private long state;

  Lcg(long seed) {
    this.state = seed;
  }

  @Override
  public double uniform() {
    state = (state * 1103515245L + 12345) % 2147483648L;
    return state / 2147483648.0;
  }

  /** The sum of four uniform numbers, with mean 0 and variance 1. */
  @Override
  public double gaussian() {
    double total = 0;
    for (int i = 0; i < 4; i++) {
      total += uniform();
    }
    return (total - 2) * Math.sqrt(3);
  }
}
