package io.scstream.models.drift.detect;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;

/**
 * The squared maximum mean discrepancy of a window of vectors to a reference, without bias, with
 * thresholds for a run length (Cobb, Van Looveren and Klaise 2022). The promise holds for vectors
 * that are independent: give it the mean codes of batches, not cells.
 */
public final class OnlineMmd extends WindowedTest {
  private static final String KIND = "online-mmd";

  private final Similarity kernel;
  private final double[][] reference;
  private final double within;
  private final double[] thresholds;

  private OnlineMmd(double[][] codes, WindowOptions options, CodeWindow window) {
    super(KIND, window);
    this.kernel = Similarity.of(codes);
    Splits splits = new Splits(codes, kernel, options.window());
    this.thresholds = RunLengthThresholds.of(codes.length, options, splits::statistics);
    int[] order = CounterRandom.of(options.seed(), 0, "drift/split").permutation(codes.length);
    // As many as a split has, so that the statistic has the law of the thresholds.
    this.reference =
        Arrays.stream(order, options.stream(), codes.length)
            .mapToObj(i -> codes[i].clone())
            .toArray(double[][]::new);
    this.within = meanOfPairs(reference);
  }

  /**
   * One that has seen nothing.
   *
   * @param reference codes without change, [n, d], n at least 2 (2W − 1); needs n² numbers at first
   */
  public static OnlineMmd start(double[][] reference, WindowOptions options) {
    return new OnlineMmd(reference, options, empty(reference, options));
  }

  /** The one that had this state, with the same reference and options. */
  public static OnlineMmd restore(
      double[][] reference, WindowOptions options, DetectorState state) {
    return new OnlineMmd(reference, options, restored(reference, options, KIND, state));
  }

  /** M² of a window. */
  @Override
  double statistic(double[][] codes) {
    double across = 0;
    for (double[] code : codes) {
      for (double[] known : reference) {
        across += kernel.of(code, known);
      }
    }
    return within + meanOfPairs(codes) - 2 * across / codes.length / reference.length;
  }

  private double meanOfPairs(double[][] codes) {
    double sum = 0;
    for (int i = 1; i < codes.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += kernel.of(codes[i], codes[j]);
      }
    }
    return 2 * sum / codes.length / (codes.length - 1);
  }

  @Override
  double[] thresholds() {
    return thresholds;
  }

  /** Statistics of splits of the reference, from kernel values that are computed once. */
  private static final class Splits {
    private final float[][] kernel;
    private final double[] rowSums;
    private final double total;
    private final int window;

    Splits(double[][] codes, Similarity similarity, int window) {
      this.window = window;
      this.kernel = new float[codes.length][codes.length];
      this.rowSums = new double[codes.length];
      double sum = 0;
      for (int i = 0; i < codes.length; i++) {
        for (int j = 0; j < codes.length; j++) {
          if (i != j) {
            kernel[i][j] = (float) similarity.of(codes[i], codes[j]);
            rowSums[i] += kernel[i][j];
          }
        }
        sum += rowSums[i];
      }
      this.total = sum;
    }

    double[] statistics(int[] order) {
      int stream = 2 * window - 1;
      int n = order.length - stream;
      double[] toReference = new double[stream];
      double rest = total;
      for (int i = 0; i < stream; i++) {
        double inside = 0;
        for (int j = 0; j < stream; j++) {
          inside += kernel[order[i]][order[j]];
        }
        toReference[i] = rowSums[order[i]] - inside;
        rest -= 2 * rowSums[order[i]] - inside;
      }
      double[] statistics = new double[window];
      for (int first = 0; first < window; first++) {
        double pairs = 0;
        double across = 0;
        for (int i = first; i < first + window; i++) {
          across += toReference[i];
          for (int j = first; j < first + window; j++) {
            pairs += kernel[order[i]][order[j]];
          }
        }
        statistics[first] =
            rest / n / (n - 1) + pairs / window / (window - 1) - 2 * across / window / n;
      }
      return statistics;
    }
  }
}
