package io.scstream.models.gauge;

import io.scstream.models.random.CounterRandom;
import org.ejml.simple.SimpleMatrix;

/** Random rotations and codes for tests. */
public final class Turns {

  private Turns() {}

  /** A random orthogonal map, about every second one a reflection. */
  public static Rotation random(long seed, int size) {
    CounterRandom random = CounterRandom.of(seed, 0, "rotation");
    SimpleMatrix normal = new SimpleMatrix(size, size);
    for (int i = 0; i < size * size; i++) {
      normal.set(i / size, i % size, random.nextGaussian());
    }
    // The polar factor of a Gaussian matrix is uniform over the orthogonal group.
    var parts = normal.svd();
    return Rotation.of(parts.getU().mult(parts.getV().transpose()));
  }

  /** Codes whose coordinates have these standard deviations, about a mean of ½. */
  static float[][] codes(String name, int rows, double... deviations) {
    float[][] codes = new float[rows][deviations.length];
    for (int row = 0; row < rows; row++) {
      CounterRandom.of(1, row, name).fillGaussian(codes[row]);
      for (int i = 0; i < deviations.length; i++) {
        codes[row][i] = (float) (0.5 + deviations[i] * codes[row][i]);
      }
    }
    return codes;
  }

  static float[][] turned(float[][] codes, Rotation rotation) {
    float[][] turned = new float[codes.length][];
    for (int row = 0; row < codes.length; row++) {
      turned[row] = rotation.apply(codes[row]);
    }
    return turned;
  }

  static float[][] sum(float[][] first, float[][] second) {
    float[][] sum = new float[first.length][first[0].length];
    for (int row = 0; row < first.length; row++) {
      for (int i = 0; i < sum[row].length; i++) {
        sum[row][i] = first[row][i] + second[row][i];
      }
    }
    return sum;
  }

  /** The largest difference of two entries. */
  static double distance(float[][] first, float[][] second) {
    double largest = 0;
    for (int row = 0; row < first.length; row++) {
      for (int i = 0; i < first[row].length; i++) {
        largest = Math.max(largest, Math.abs(first[row][i] - second[row][i]));
      }
    }
    return largest;
  }

  static double distance(Rotation first, Rotation second) {
    return distance(new float[][] {first.toArray()}, new float[][] {second.toArray()});
  }
}
