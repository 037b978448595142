package io.scstream.models.drift.detect;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;

/**
 * The population stability index Σ (p − q) ln(p / q) over bins between quantiles of the reference
 * alone. Without change PSI / (1/n + 1/m) is about χ² with one degree of freedom less than bins
 * (Yurdakul 2018), so the threshold depends on the sizes; a fixed one does not keep any promise.
 * For dashboards.
 */
public final class PopulationStability {
  private static final double SMOOTHING = 0.5;

  private final double[] edges;
  private final double[] shares;
  private final int size;

  private PopulationStability(double[] edges, double[] reference) {
    this.edges = edges;
    this.size = reference.length;
    this.shares = shares(reference);
  }

  /**
   * Bins by this reference.
   *
   * @param bins 2 or more; fewer come of it where quantiles coincide
   */
  public static PopulationStability of(double[] reference, int bins) {
    checkConfig(bins >= 2, "Invalid bins: %d; expected 2 or more", bins);
    checkInput(
        reference.length >= bins,
        "Invalid reference: %d values; expected %d or more",
        reference.length,
        bins);
    double[] sorted = reference.clone();
    Arrays.sort(sorted);
    double[] edges = new double[bins - 1];
    Arrays.setAll(edges, i -> sorted[(int) ((i + 1L) * sorted.length / bins)]);
    return new PopulationStability(Arrays.stream(edges).distinct().toArray(), reference);
  }

  /** The index of a sample, 0 or more. */
  public double index(double[] sample) {
    double[] other = shares(sample);
    double sum = 0;
    for (int bin = 0; bin < other.length; bin++) {
      sum += (other[bin] - shares[bin]) * Math.log(other[bin] / shares[bin]);
    }
    return sum;
  }

  /**
   * The index that a sample of this size exceeds by chance.
   *
   * @param alpha with which chance, between 0 and 1
   */
  public double threshold(double alpha, int sampleSize) {
    checkConfig(
        alpha > 0 && alpha < 1, "Invalid alpha: %s; expected a number between 0 and 1", alpha);
    return new ChiSquaredDistribution(shares.length - 1.0).inverseCumulativeProbability(1 - alpha)
        * (1.0 / size + 1.0 / sampleSize);
  }

  /** A value at an edge is of the bin above it. */
  private double[] shares(double[] values) {
    checkInput(values.length > 0, "Invalid sample: no values; expected 1 or more");
    double[] shares = new double[edges.length + 1];
    Arrays.fill(shares, SMOOTHING);
    for (double value : values) {
      Values.check(value);
      int place = Arrays.binarySearch(edges, value);
      shares[place >= 0 ? place + 1 : -place - 1]++;
    }
    double total = values.length + SMOOTHING * shares.length;
    return Arrays.stream(shares).map(count -> count / total).toArray();
  }
}
