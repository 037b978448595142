package io.scstream.models.drift.detect;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import org.ejml.simple.SimpleMatrix;

/**
 * The least-squares density difference ∫ (p − q)² of a window of vectors to a reference (Sugiyama
 * et al. 2013), by Gaussian functions around 2W vectors of the reference, with thresholds for a run
 * length (Cobb, Van Looveren and Klaise 2022). A test costs 2W kernel values a vector.
 */
public final class OnlineLsdd extends WindowedTest {
  private static final String KIND = "online-lsdd";

  /** Of shrinkage, falling by 4 from 1. */
  private static final int CANDIDATES = 10;

  private static final double ALLOWED_CHANGE = 0.2;

  private final Similarity kernel;
  private final double[][] centres;
  private final double[] referenceMeans;
  private final SimpleMatrix inverse;
  private final double[] thresholds;

  private OnlineLsdd(double[][] codes, WindowOptions options, CodeWindow window) {
    super(KIND, window);
    this.kernel = Similarity.of(codes);
    int[] order = CounterRandom.of(options.seed(), 0, "drift/split").permutation(codes.length);
    this.centres =
        Arrays.stream(
                order, codes.length - Math.min(2 * options.window(), codes.length), codes.length)
            .mapToObj(i -> codes[i].clone())
            .toArray(double[][]::new);
    double[][] values = Arrays.stream(codes).map(this::values).toArray(double[][]::new);
    double[] sums = sum(values, order, 0, codes.length);
    this.referenceMeans =
        scaled(
            sum(values, order, options.stream(), codes.length),
            1.0 / (codes.length - options.stream()));
    this.inverse = inverse(differences(values, sums, options));
    this.thresholds =
        RunLengthThresholds.of(
            codes.length,
            options,
            split -> {
              double[][] all = differences(values, sums, split, options);
              return Arrays.stream(all).mapToDouble(this::size).toArray();
            });
  }

  /**
   * One that has seen nothing.
   *
   * @param reference codes without change, [n, d], n at least 2 (2W − 1)
   */
  public static OnlineLsdd start(double[][] reference, WindowOptions options) {
    return new OnlineLsdd(reference, options, empty(reference, options));
  }

  /** The one that had this state, with the same reference and options. */
  public static OnlineLsdd restore(
      double[][] reference, WindowOptions options, DetectorState state) {
    return new OnlineLsdd(reference, options, restored(reference, options, KIND, state));
  }

  /** hᵀ (H + λI)⁻¹ h of a window. */
  @Override
  double statistic(double[][] codes) {
    double[] h = referenceMeans.clone();
    for (double[] code : codes) {
      double[] values = values(code);
      for (int l = 0; l < h.length; l++) {
        h[l] -= values[l] / codes.length;
      }
    }
    return size(h);
  }

  @Override
  double[] thresholds() {
    return thresholds;
  }

  private double[] values(double[] code) {
    return Arrays.stream(centres).mapToDouble(centre -> kernel.of(code, centre)).toArray();
  }

  private double size(double[] h) {
    SimpleMatrix column = new SimpleMatrix(h.length, 1, true, h);
    return column.dot(inverse.mult(column));
  }

  /** h of the first window of each split. */
  private static double[][] differences(double[][] values, double[] sums, WindowOptions options) {
    double[][] all = new double[options.splits()][];
    for (int split = 0; split < all.length; split++) {
      int[] order =
          CounterRandom.of(options.seed(), split + 1L, "drift/split").permutation(values.length);
      all[split] = differences(values, sums, order, options)[0];
    }
    return all;
  }

  /** h of the W windows of a split. */
  private static double[][] differences(
      double[][] values, double[] sums, int[] order, WindowOptions options) {
    int stream = options.stream();
    double[] streamed = sum(values, order, 0, stream);
    double[][] all = new double[options.window()][];
    for (int first = 0; first < all.length; first++) {
      double[] inWindow = sum(values, order, first, first + options.window());
      double[] h = new double[sums.length];
      for (int l = 0; l < h.length; l++) {
        h[l] = (sums[l] - streamed[l]) / (order.length - stream) - inWindow[l] / options.window();
      }
      all[first] = h;
    }
    return all;
  }

  private static double[] sum(double[][] values, int[] order, int from, int to) {
    double[] sum = new double[values[0].length];
    for (int i = from; i < to; i++) {
      for (int l = 0; l < sum.length; l++) {
        sum[l] += values[order[i]][l];
      }
    }
    return sum;
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(value -> factor * value).toArray();
  }

  /**
   * Of H + λI with the largest λ of 1, ¼, ... by which the estimate differs by 20 % at most, on
   * average over splits, from the one that makes up for the shrinkage: its relative difference is λ
   * ‖β‖² / hᵀβ with β = (H + λI)⁻¹ h.
   */
  private SimpleMatrix inverse(double[][] differences) {
    int b = centres.length;
    SimpleMatrix overlap = new SimpleMatrix(b, b);
    for (int l = 0; l < b; l++) {
      for (int m = 0; m < b; m++) {
        overlap.set(l, m, kernel.ofCentres(centres[l], centres[m]));
      }
    }
    double lambda = 1;
    SimpleMatrix candidate = shrunk(overlap, lambda);
    for (int i = 1;
        i < CANDIDATES && change(candidate, lambda, differences) > ALLOWED_CHANGE;
        i++) {
      lambda /= 4;
      candidate = shrunk(overlap, lambda);
    }
    return candidate;
  }

  private static SimpleMatrix shrunk(SimpleMatrix overlap, double lambda) {
    return overlap.plus(SimpleMatrix.identity(overlap.getNumRows()).scale(lambda)).invert();
  }

  private static double change(SimpleMatrix inverse, double lambda, double[][] differences) {
    double sum = 0;
    for (double[] h : differences) {
      SimpleMatrix column = new SimpleMatrix(h.length, 1, true, h);
      SimpleMatrix beta = inverse.mult(column);
      sum += lambda * beta.dot(beta) / column.dot(beta);
    }
    return sum / differences.length;
  }
}
