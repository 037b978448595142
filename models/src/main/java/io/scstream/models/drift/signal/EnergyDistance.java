package io.scstream.models.drift.signal;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;

/**
 * The squared energy distance 2 E‖X−Y‖ − E‖X−X′‖ − E‖Y−Y′‖ of samples to a fixed reference (Székely
 * and Rizzo 2013), each mean over pairs of different cells: without bias, so it may be negative,
 * and without a bandwidth. The samples may differ in size.
 */
public final class EnergyDistance {
  private final double[][] reference;
  private final double within;

  /** Ascending, with sums of the values before each; both empty unless there is one dimension. */
  private final double[] sorted;

  private final double[] sums;

  private EnergyDistance(double[][] reference) {
    this.reference = reference;
    boolean isLine = reference[0].length == 1;
    this.sorted = isLine ? line(reference) : new double[0];
    this.sums = isLine ? prefixSums(sorted) : new double[0];
    this.within = isLine ? withinLine(sorted) : within(reference);
  }

  /**
   * Distances to these codes.
   *
   * @param reference [n, d], n at least 2; copied
   */
  public static EnergyDistance to(double[][] reference) {
    check(reference, reference.length == 0 ? 0 : reference[0].length, "reference");
    return new EnergyDistance(
        Arrays.stream(reference).map(double[]::clone).toArray(double[][]::new));
  }

  /**
   * The squared distance.
   *
   * @param codes [m, d], m at least 2
   */
  public double of(double[][] codes) {
    check(codes, reference[0].length, "codes");
    if (sorted.length > 0) {
      double[] other = line(codes);
      return 2 * acrossLine(other) - within - withinLine(other);
    }
    double across = 0;
    for (double[] code : codes) {
      for (double[] known : reference) {
        across += distance(code, known);
      }
    }
    return 2 * across / ((double) codes.length * reference.length) - within - within(codes);
  }

  /**
   * The distance of a square that may be negative by chance, with its sign. Ranks stay; the tail of
   * what batches vary by is that of a normal law then, not that of its square.
   */
  public static double root(double square) {
    return Math.signum(square) * Math.sqrt(Math.abs(square));
  }

  private static void check(double[][] codes, int dimensions, String what) {
    checkInput(
        codes.length >= 2 && dimensions >= 1,
        "Invalid %s: %d cells; expected 2 or more, of 1 dimension or more",
        what,
        codes.length);
    for (double[] code : codes) {
      checkInput(
          code.length == dimensions && Arrays.stream(code).allMatch(Double::isFinite),
          "Invalid %s: %s; expected rows of %d finite numbers",
          what,
          Arrays.toString(code),
          dimensions);
    }
  }

  private static double within(double[][] codes) {
    double sum = 0;
    for (int i = 1; i < codes.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += distance(codes[i], codes[j]);
      }
    }
    return 2 * sum / ((double) codes.length * (codes.length - 1));
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  private static double[] line(double[][] codes) {
    return Arrays.stream(codes).mapToDouble(code -> code[0]).sorted().toArray();
  }

  private static double[] prefixSums(double[] values) {
    double[] sums = new double[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      sums[i + 1] = sums[i] + values[i];
    }
    return sums;
  }

  /** On a line the i-th smallest of n, from 0, is added i times and taken away n − 1 − i times. */
  private static double withinLine(double[] ascending) {
    int n = ascending.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (2.0 * i - n + 1) * ascending[i];
    }
    return 2 * sum / ((double) n * (n - 1));
  }

  private double acrossLine(double[] ascending) {
    int n = sorted.length;
    double sum = 0;
    int below = 0;
    for (double value : ascending) {
      while (below < n && sorted[below] <= value) {
        below++;
      }
      sum += value * (2.0 * below - n) - 2 * sums[below] + sums[n];
    }
    return sum / ((double) ascending.length * n);
  }
}
