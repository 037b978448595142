package io.scstream.models.simulate;

import io.scstream.models.random.CounterRandom;

/** What one cell is made of. The arrays are not to be written to. */
final class Codes {

  private final double[] background;
  private final double[] salient;
  private final int label;

  Codes(double[] background, double[] salient, int label) {
    this.background = background;
    this.salient = salient;
    this.label = label;
  }

  /** A block of independent normal coordinates around 0. */
  static double[] normal(int size, double deviation, CounterRandom random) {
    double[] block = new double[size];
    for (int k = 0; k < size; k++) {
      block[k] = deviation * random.nextGaussian();
    }
    return block;
  }

  double[] background() {
    return background;
  }

  double[] salient() {
    return salient;
  }

  int label() {
    return label;
  }

  /** Both blocks, background first. A fresh array. */
  double[] joined() {
    double[] all = new double[background.length + salient.length];
    System.arraycopy(background, 0, all, 0, background.length);
    System.arraycopy(salient, 0, all, background.length, salient.length);
    return all;
  }
}
