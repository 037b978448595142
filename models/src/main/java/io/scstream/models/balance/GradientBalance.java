package io.scstream.models.balance;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.spec.Combination;
import java.util.Arrays;

/**
 * The weights with which the gradients of K objectives add up to one direction, d = Σ w_k g_k. They
 * are never negative and sum to K, so that steps are as long as those of the plain sum.
 *
 * <p>A gradient of exact zeros comes from a minibatch without cells of that objective. It is left
 * out: the others are balanced among themselves and it has weight 1, to no effect. With a value
 * that is not finite, every weight is 1; the direction is then not finite either, and the optimiser
 * refuses it.
 */
public final class GradientBalance {

  /** A loss counts as at least this part of the largest one. */
  private static final double SMALLEST_LOSS = 1e-12;

  /** Of the scales, relative to the largest: weights are divided by it and stay finite. */
  private static final double SMALLEST_SCALE = 1e-140;

  private GradientBalance() {}

  /**
   * The weights of the gradients as they are, before any normalisation.
   *
   * @param gram inner products of the gradients over the shared parameters, [K, K], symmetric
   * @param losses of the objectives, [K]; used by {@link Combination#LOSS} and {@link
   *     Combination#LOSS_PLUS}, by their absolute value
   */
  public static double[] weights(Combination combination, double[][] gram, double[] losses) {
    int objectives = gram.length;
    checkInput(
        objectives > 0 && losses.length == objectives,
        "Invalid objectives: %d gradients and %d losses; expected the same number, at least one",
        objectives,
        losses.length);
    double[] weights = new double[objectives];
    Arrays.fill(weights, 1);
    int[] present = present(gram);
    if (combination == Combination.SUM || present.length < 2 || !isFinite(gram, losses)) {
      return weights;
    }
    double[] balanced = balanced(combination, part(gram, present), part(losses, present));
    for (int i = 0; i < present.length; i++) {
      weights[present[i]] = balanced[i];
    }
    return weights;
  }

  /** The cosine of the angle between gradients k and j; 0 if one of them is zero. */
  public static double cosine(double[][] gram, int k, int j) {
    if (gram[k][k] == 0 || gram[j][j] == 0) {
      return 0;
    }
    double cosine = gram[k][j] / Math.sqrt(gram[k][k]) / Math.sqrt(gram[j][j]);
    return Math.max(-1, Math.min(1, cosine));
  }

  private static double[] balanced(Combination combination, double[][] gram, double[] losses) {
    double[] scales = scales(combination, gram, losses);
    boolean isEven = combination == Combination.EQUAL_NORM && scales.length == 2;
    double[] weights = isEven ? new double[] {0.5, 0.5} : MinNorm.weights(divided(gram, scales));
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= scales[k];
      sum += weights[k];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] *= weights.length / sum;
    }
    return weights;
  }

  /** What each gradient is divided by before the shortest combination is sought; at most 1. */
  private static double[] scales(Combination combination, double[][] gram, double[] losses) {
    double[] scales = new double[gram.length];
    double largestLoss = 0;
    for (double loss : losses) {
      largestLoss = Math.max(largestLoss, Math.abs(loss));
    }
    double largest = 0;
    for (int k = 0; k < scales.length; k++) {
      double norm = Math.sqrt(gram[k][k]);
      double part = largestLoss == 0 ? 1 : Math.abs(losses[k]) / largestLoss;
      double loss = Math.max(part, SMALLEST_LOSS);
      scales[k] =
          switch (combination) {
            case SUM, RAW -> 1;
            case EQUAL_NORM -> norm;
            case LOSS -> loss;
            case LOSS_PLUS -> loss * norm;
          };
      largest = Math.max(largest, scales[k]);
    }
    for (int k = 0; k < scales.length; k++) {
      scales[k] = Math.max(scales[k] / largest, SMALLEST_SCALE);
    }
    return scales;
  }

  /** Inner products of the divided gradients, the longest of which is brought to length 1. */
  private static double[][] divided(double[][] gram, double[] scales) {
    double[] lengths = new double[scales.length];
    double longest = 0;
    for (int k = 0; k < scales.length; k++) {
      lengths[k] = Math.sqrt(gram[k][k]) / scales[k];
      longest = Math.max(longest, lengths[k]);
    }
    double[][] divided = new double[scales.length][scales.length];
    for (int k = 0; k < scales.length; k++) {
      for (int j = 0; j < scales.length; j++) {
        // From lengths and angle: the product of two scales may leave the range of a double.
        divided[k][j] = lengths[k] / longest * (lengths[j] / longest) * cosine(gram, k, j);
      }
    }
    return divided;
  }

  private static int[] present(double[][] gram) {
    int[] present = new int[gram.length];
    int count = 0;
    for (int k = 0; k < gram.length; k++) {
      if (gram[k][k] != 0) {
        present[count++] = k;
      }
    }
    return Arrays.copyOf(present, count);
  }

  private static boolean isFinite(double[][] gram, double[] losses) {
    boolean isFinite = Arrays.stream(losses).allMatch(Double::isFinite);
    for (double[] row : gram) {
      isFinite &= Arrays.stream(row).allMatch(Double::isFinite);
    }
    return isFinite;
  }

  private static double[][] part(double[][] gram, int[] present) {
    double[][] part = new double[present.length][];
    for (int i = 0; i < present.length; i++) {
      part[i] = part(gram[present[i]], present);
    }
    return part;
  }

  private static double[] part(double[] values, int[] present) {
    return Arrays.stream(present).mapToDouble(k -> values[k]).toArray();
  }
}
