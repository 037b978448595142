package io.scstream.models.simulate;

import io.scstream.models.likelihood.RisingFactorial;
import io.scstream.models.random.CounterRandom;

/** Counts drawn at random, and what their means are made of. */
final class CountDraws {

  private static final double LARGEST_PRODUCT = 500;
  private static final double SMALLEST_HAT = 30;

  private CountDraws() {}

  /**
   * A Poisson count by products of uniforms, in parts small enough not to underflow. It uses about
   * one uniform a count; published figures rest on cells drawn so.
   */
  static int poisson(CounterRandom random, double mean) {
    int count = 0;
    for (double rest = mean; rest > 0; rest -= LARGEST_PRODUCT) {
      double limit = Math.exp(-Math.min(rest, LARGEST_PRODUCT));
      for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
        count++;
      }
    }
    return count;
  }

  /**
   * A Poisson count of any mean in bounded time: transformed rejection with squeeze, PTRS (Hörmann
   * 1993, "The transformed rejection method for generating Poisson random variables").
   */
  static int largePoisson(CounterRandom random, double mean) {
    if (mean < SMALLEST_HAT) {
      return poisson(random, mean);
    }
    double b = 0.931 + 2.53 * Math.sqrt(mean);
    double a = -0.059 + 0.02483 * b;
    double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
    double squeeze = 0.9277 - 3.6224 / (b - 2);
    double logMean = Math.log(mean);
    while (true) {
      double u = random.nextDouble() - 0.5;
      double v = random.nextDouble();
      double us = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= squeeze) {
        return (int) k;
      }
      if (k < 0 || k > Integer.MAX_VALUE || (us < 0.013 && v > us)) {
        continue;
      }
      double logRatio = k * logMean - mean - RisingFactorial.logFactorial((int) k);
      if (Math.log(v * inverseAlpha / (a / (us * us) + b)) <= logRatio) {
        return (int) k;
      }
    }
  }

  /** Replaces logits by their exponentials and gives the sum of these. */
  static double exponentiate(double[] logits) {
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.exp(logits[i]);
      sum += logits[i];
    }
    return sum;
  }

  /** How many of so many counts stay, each with the same probability. */
  static int binomial(CounterRandom random, int counts, double probability) {
    int kept = 0;
    for (int i = 0; i < counts; i++) {
      if (random.nextDouble() < probability) {
        kept++;
      }
    }
    return kept;
  }

  /**
   * A gamma variable of any positive shape and scale 1 (Marsaglia and Tsang 2000, "A simple method
   * for generating gamma variables"); below shape 1 by a power of a uniform from one shape higher.
   */
  static double gamma(CounterRandom random, double shape) {
    if (shape < 1) {
      return gamma(random, shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  /** A gamma variable of integer shape and scale 1, as a sum of exponential ones. */
  static double erlang(CounterRandom random, int shape) {
    double product = 1;
    for (int i = 0; i < shape; i++) {
      product *= 1 - random.nextDouble();
    }
    return -Math.log(product);
  }
}
