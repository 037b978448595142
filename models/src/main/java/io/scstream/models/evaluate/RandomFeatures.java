package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.random.CounterRandom;

/**
 * Random features φ of the Gaussian kernel (Rahimi and Recht 2007): φ(a)·φ(b) ≈ exp(−γ‖a − b‖²)
 * with γ of {@link Kernels#gamma}, so that means over cells stand for means over pairs. Fixed by
 * seed and name.
 */
public final class RandomFeatures {

  /** How many there are, D: the kernel is off by about 1/√D. */
  public static final int COUNT = 256;

  private static final double SCALE = Math.sqrt(2.0 / COUNT);

  /** What the double nearest to π lacks. */
  private static final double PI_REST = 1.2246467991473532e-16;

  /** Of the cosine, from the 20th power down. */
  private static final double[] TAYLOR = taylor(10);

  /** By coordinate, [d, D]. */
  private final double[][] frequencies;

  private final double[] phases;

  private RandomFeatures(double[][] frequencies, double[] phases) {
    this.frequencies = frequencies;
    this.phases = phases;
  }

  /**
   * The features of a space.
   *
   * @param name of the space; features of other names are independent
   */
  public static RandomFeatures of(int dimensions, long seed, String name) {
    double deviation = Math.sqrt(2 * Kernels.gamma(dimensions));
    double[][] frequencies = new double[dimensions][COUNT];
    double[] phases = new double[COUNT];
    for (int feature = 0; feature < COUNT; feature++) {
      CounterRandom random = CounterRandom.of(seed, feature, "evaluate/features/" + name);
      phases[feature] = 2 * Math.PI * random.nextDouble();
      for (int i = 0; i < dimensions; i++) {
        frequencies[i][feature] = deviation * random.nextGaussian();
      }
    }
    return new RandomFeatures(frequencies, phases);
  }

  private static double[] taylor(int highest) {
    double[] coefficients = new double[highest + 1];
    double coefficient = 1;
    for (int k = 0; k <= highest; k++) {
      coefficients[highest - k] = coefficient;
      coefficient /= -(2.0 * k + 1) * (2.0 * k + 2);
    }
    return coefficients;
  }

  /** √(2/D) cos(Ωa + u), [D]. */
  public double[] of(float[] code) {
    checkInput(
        code.length == frequencies.length,
        "Invalid code: %d coordinates; expected %d",
        code.length,
        frequencies.length);
    double[] angles = phases.clone();
    for (int i = 0; i < code.length; i++) {
      double coordinate = code[i];
      double[] frequency = frequencies[i];
      for (int feature = 0; feature < COUNT; feature++) {
        angles[feature] += frequency[feature] * coordinate;
      }
    }
    double[] features = cosines(angles);
    for (int feature = 0; feature < COUNT; feature++) {
      features[feature] *= SCALE;
    }
    return features;
  }

  /**
   * Cosines to 1e-11 for angles up to 1e5. Of sums and products alone: a restart on another machine
   * changes nothing, as with StrictMath, but many are computed at once.
   */
  static double[] cosines(double[] angles) {
    double[] squares = new double[angles.length];
    double[] signs = new double[angles.length];
    for (int i = 0; i < angles.length; i++) {
      double halfTurns = Math.rint(angles[i] / Math.PI);
      double rest = angles[i] - halfTurns * Math.PI - halfTurns * PI_REST; // [-π/2, π/2]
      squares[i] = rest * rest;
      signs[i] = 1 - 2 * Math.abs(halfTurns - 2 * Math.rint(halfTurns / 2));
    }
    double[] sums = new double[angles.length];
    for (double coefficient : TAYLOR) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] = sums[i] * squares[i] + coefficient;
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= signs[i];
    }
    return sums;
  }
}
