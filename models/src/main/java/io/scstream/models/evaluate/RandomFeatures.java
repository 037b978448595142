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
    double[][] frequencies = new double[COUNT][dimensions];
    double[] phases = new double[COUNT];
    for (int feature = 0; feature < COUNT; feature++) {
      CounterRandom random = CounterRandom.of(seed, feature, "evaluate/features/" + name);
      phases[feature] = 2 * Math.PI * random.nextDouble();
      for (int i = 0; i < dimensions; i++) {
        frequencies[feature][i] = deviation * random.nextGaussian();
      }
    }
    return new RandomFeatures(frequencies, phases);
  }

  /** √(2/D) cos(Ωa + u), [D]. */
  public double[] of(float[] code) {
    checkInput(
        code.length == frequencies[0].length,
        "Invalid code: %d coordinates; expected %d",
        code.length,
        frequencies[0].length);
    double[] features = new double[COUNT];
    for (int feature = 0; feature < COUNT; feature++) {
      double angle = phases[feature];
      for (int i = 0; i < code.length; i++) {
        angle += frequencies[feature][i] * code[i];
      }
      // StrictMath, so that a restart on another machine changes nothing.
      features[feature] = SCALE * StrictMath.cos(angle);
    }
    return features;
  }
}
