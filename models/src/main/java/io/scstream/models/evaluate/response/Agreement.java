package io.scstream.models.evaluate.response;

import static io.scstream.models.ModelException.checkInput;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** How far predicted numbers agree with true ones, over genes. */
public final class Agreement {
  private Agreement() {}

  /**
   * R² = 1 − Σ(a − b)²/Σ(a − ā)², 1 at most and without a lower bound; NaN if the truth is
   * constant.
   *
   * @param truth a
   * @param predicted b
   */
  public static double rSquared(double[] truth, double[] predicted) {
    checkPaired(truth, predicted);
    double mean = mean(truth);
    double residual = 0;
    double total = 0;
    for (int i = 0; i < truth.length; i++) {
      residual += (truth[i] - predicted[i]) * (truth[i] - predicted[i]);
      total += (truth[i] - mean) * (truth[i] - mean);
    }
    return total > 0 ? 1 - residual / total : Double.NaN;
  }

  /** Pearson's correlation; 0 if either is constant. */
  public static double correlation(double[] first, double[] second) {
    checkPaired(first, second);
    double firstMean = mean(first);
    double secondMean = mean(second);
    double both = 0;
    double firstSquares = 0;
    double secondSquares = 0;
    for (int i = 0; i < first.length; i++) {
      double a = first[i] - firstMean;
      double b = second[i] - secondMean;
      both += a * b;
      firstSquares += a * a;
      secondSquares += b * b;
    }
    double norm = Math.sqrt(firstSquares * secondSquares);
    return norm > 0 ? both / norm : 0;
  }

  /** ‖predicted − truth‖ / ‖reference − truth‖; NaN if the reference is the truth. */
  public static double relativeError(double[] truth, double[] predicted, double[] reference) {
    checkPaired(truth, predicted);
    checkPaired(truth, reference);
    double off = distance(truth, predicted);
    double most = distance(truth, reference);
    return most > 0 ? off / most : Double.NaN;
  }

  /** Values at these places. */
  static double[] at(int[] genes, IntToDoubleFunction value) {
    return IntStream.of(genes).mapToDouble(value).toArray();
  }

  private static double distance(double[] first, double[] second) {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += (first[i] - second[i]) * (first[i] - second[i]);
    }
    return Math.sqrt(sum);
  }

  private static double mean(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    return mean;
  }

  private static void checkPaired(double[] first, double[] second) {
    checkInput(
        first.length == second.length && first.length > 0,
        "Invalid values: %d and %d; expected the same number",
        first.length,
        second.length);
  }
}
