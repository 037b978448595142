package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;

/** The area under the receiver operating characteristic. */
final class Auc {

  private Auc() {}

  /** The chance that a positive has the higher score, ties counted as half. Order n log n. */
  static double of(double[] negatives, double[] positives) {
    checkInput(
        negatives.length > 0 && positives.length > 0,
        "Invalid scores: %d negatives and %d positives; expected one or more of each",
        negatives.length,
        positives.length);
    double[] low = negatives.clone();
    double[] high = positives.clone();
    Arrays.sort(low);
    Arrays.sort(high);
    double wins = 0;
    int below = 0;
    int notAbove = 0;
    for (double score : high) {
      while (below < low.length && low[below] < score) {
        below++;
      }
      while (notAbove < low.length && low[notAbove] <= score) {
        notAbove++;
      }
      wins += (below + notAbove) / 2.0;
    }
    return wins / low.length / high.length;
  }
}
