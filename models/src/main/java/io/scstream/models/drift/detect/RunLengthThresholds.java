package io.scstream.models.drift.detect;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Thresholds for a statistic of a sliding window (Cobb, Van Looveren and Klaise 2022, "Sequential
 * multivariate change detection with calibrated and memoryless false detection rates"): random
 * splits of the reference into a smaller one and 2W − 1 vectors that play the stream give W
 * successive statistics each; the threshold of each test is the (1 − 1/ERT) quantile among the
 * splits that no test before has rejected.
 */
final class RunLengthThresholds {
  private RunLengthThresholds() {}

  /**
   * By random splits.
   *
   * @param size of the reference
   * @param statistics the W statistics of a split whose stream are the first 2W − 1 of an order
   */
  static double[] of(int size, WindowOptions options, Function<int[], double[]> statistics) {
    checkInput(
        size >= 2 * options.stream(),
        "Invalid reference: %d codes; expected at least %d for a window of %d",
        size,
        2 * options.stream(),
        options.window());
    double[][] all = new double[options.splits()][];
    for (int split = 0; split < all.length; split++) {
      int[] order = CounterRandom.of(options.seed(), split + 1L, "drift/split").permutation(size);
      all[split] = statistics.apply(order);
    }
    return of(all, options.runLength());
  }

  /**
   * From the statistics of splits, a row each.
   *
   * @return a threshold for each column
   */
  static double[] of(double[][] statistics, double runLength) {
    double[] thresholds = new double[statistics[0].length];
    double[][] left = statistics;
    for (int test = 0; test < thresholds.length; test++) {
      int column = test;
      double[] sorted = Arrays.stream(left).mapToDouble(row -> row[column]).sorted().toArray();
      int rank = (int) Math.ceil((1 - 1 / runLength) * sorted.length);
      double threshold = sorted[Math.max(0, rank - 1)];
      thresholds[test] = threshold;
      left = Arrays.stream(left).filter(row -> row[column] <= threshold).toArray(double[][]::new);
    }
    return thresholds;
  }
}
