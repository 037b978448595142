package io.scstream.models.balance;

import static io.scstream.models.ModelException.checkInput;

/**
 * The shortest convex combination of gradients (Désidéri 2012, "Multiple-gradient descent algorithm
 * (MGDA) for multiobjective optimization"). Its inner product with every gradient is at least its
 * own squared length, so a step against it increases no objective to first order.
 *
 * <p>Two gradients are solved in closed form, more by Frank–Wolfe steps from the best pair (Sener
 * and Koltun 2018, "Multi-task learning as multi-objective optimization").
 */
public final class MinNorm {

  private static final int MAX_STEPS = 250;
  private static final double ENOUGH = 1e-6;

  /** Below this part of their squared lengths, the difference of two gradients is rounding. */
  private static final double SAME = 1e-12;

  private MinNorm() {}

  /**
   * The weight on the first of two gradients, from 0 to 1; the second has the rest. Gradients that
   * are the same have one half each. The common scale of both does not matter.
   *
   * @param first squared length of the first
   * @param second squared length of the second
   * @param inner their inner product
   */
  public static double ofPair(double first, double second, double inner) {
    double scale = Math.max(first, second);
    if (scale == 0) {
      return 0.5;
    }
    double a = first / scale; // Divided first: sums of huge squares would overflow.
    double b = second / scale;
    double c = inner / scale;
    double between = a + b - 2 * c; // squared length of the difference
    if (between < SAME) {
      return 0.5;
    }
    if (c >= a) {
      return 1;
    }
    return c >= b ? 0 : (b - c) / between;
  }

  /**
   * The weights of all gradients, none negative, of sum 1. Exact for two; for more, 250 steps come
   * within about 1 % of the longest gradient's squared length of optimality, or much closer where
   * every gradient has a part.
   *
   * @param gram finite inner products of the gradients, [K, K], symmetric
   */
  public static double[] weights(double[][] gram) {
    int objectives = gram.length;
    checkInput(objectives > 0, "Invalid inner products: none; expected at least one objective");
    if (objectives == 1) {
      return new double[] {1};
    }
    if (objectives == 2) {
      // Each on its own: 1 − α would cost the digits of a small weight on a long gradient.
      return new double[] {
        ofPair(gram[0][0], gram[1][1], gram[0][1]), ofPair(gram[1][1], gram[0][0], gram[0][1])
      };
    }
    double[][] scaled = scaled(gram);
    double[] weights = bestPair(scaled);
    for (int step = 0; step < MAX_STEPS; step++) {
      if (advance(weights, scaled) < ENOUGH) {
        break;
      }
    }
    return weights;
  }

  private static double[][] scaled(double[][] gram) {
    double scale = 0;
    for (int k = 0; k < gram.length; k++) {
      scale = Math.max(scale, gram[k][k]);
    }
    double[][] scaled = new double[gram.length][gram.length];
    for (int k = 0; k < gram.length && scale > 0; k++) {
      for (int j = 0; j < gram.length; j++) {
        scaled[k][j] = gram[k][j] / scale;
      }
    }
    return scaled;
  }

  private static double[] bestPair(double[][] gram) {
    double[] best = new double[gram.length];
    double shortest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < gram.length; k++) {
      for (int j = k + 1; j < gram.length; j++) {
        double alpha = ofPair(gram[k][k], gram[j][j], gram[k][j]);
        double rest = ofPair(gram[j][j], gram[k][k], gram[k][j]);
        double length =
            alpha * alpha * gram[k][k] + rest * rest * gram[j][j] + 2 * alpha * rest * gram[k][j];
        if (length < shortest) {
          shortest = length;
          best = new double[gram.length];
          best[k] = alpha;
          best[j] = rest;
        }
      }
    }
    return best;
  }

  /** One Frank–Wolfe step with exact line search; the sum of the absolute changes. */
  private static double advance(double[] weights, double[][] gram) {
    double[] inner = new double[weights.length]; // of the current point with every gradient
    double length = 0;
    int steepest = 0;
    for (int k = 0; k < weights.length; k++) {
      for (int j = 0; j < weights.length; j++) {
        inner[k] += gram[k][j] * weights[j];
      }
      length += inner[k] * weights[k];
      steepest = inner[k] < inner[steepest] ? k : steepest;
    }
    double keep = ofPair(length, gram[steepest][steepest], inner[steepest]);
    double move = ofPair(gram[steepest][steepest], length, inner[steepest]);
    double change = 0;
    for (int k = 0; k < weights.length; k++) {
      double next = keep * weights[k] + (k == steepest ? move : 0);
      change += Math.abs(next - weights[k]);
      weights[k] = next;
    }
    return change;
  }
}
