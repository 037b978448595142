package io.scstream.models.evaluate;

import java.util.Arrays;

/**
 * Multinomial logistic regression with a penalty of half the squared weights on the summed
 * log-likelihood; intercepts go free. Codes should be standardized.
 */
final class LogisticRegression {

  private final int groups;
  private final int width;

  /** By group, the weights of the columns and the intercept. */
  private final double[] weights;

  private LogisticRegression(int groups, int width, double[] weights) {
    this.groups = groups;
    this.width = width;
    this.weights = weights;
  }

  /**
   * The regression of greatest penalized likelihood.
   *
   * @param codes [n, d]
   * @param labels of the n rows, from 0 to below {@code groups}
   */
  static LogisticRegression fit(double[][] codes, int[] labels, int groups) {
    int width = codes[0].length + 1;
    double[] weights =
        Lbfgs.minimize(
            (point, gradient) ->
                new LogisticRegression(groups, width, point).loss(codes, labels, gradient),
            new double[groups * width]);
    return new LogisticRegression(groups, width, weights);
  }

  /** By group, the log of its probability. */
  double[] logProbabilities(double[] code) {
    double[] scores = new double[groups];
    for (int group = 0; group < groups; group++) {
      int start = group * width;
      scores[group] = weights[start + width - 1];
      for (int i = 0; i < width - 1; i++) {
        scores[group] += weights[start + i] * code[i];
      }
    }
    double largest = Arrays.stream(scores).max().orElseThrow();
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - largest);
    }
    double norm = largest + Math.log(sum);
    for (int group = 0; group < groups; group++) {
      scores[group] -= norm;
    }
    return scores;
  }

  /** The penalized loss per row, and its gradient. */
  private double loss(double[][] codes, int[] labels, double[] gradient) {
    Arrays.fill(gradient, 0);
    double loss = 0;
    for (int row = 0; row < codes.length; row++) {
      double[] logs = logProbabilities(codes[row]);
      loss -= logs[labels[row]];
      for (int group = 0; group < groups; group++) {
        double error = Math.exp(logs[group]) - (labels[row] == group ? 1 : 0);
        int start = group * width;
        for (int i = 0; i < width - 1; i++) {
          gradient[start + i] += error * codes[row][i];
        }
        gradient[start + width - 1] += error;
      }
    }
    for (int i = 0; i < weights.length; i++) {
      boolean isIntercept = i % width == width - 1;
      loss += isIntercept ? 0 : weights[i] * weights[i] / 2;
      gradient[i] = (gradient[i] + (isIntercept ? 0 : weights[i])) / codes.length;
    }
    return loss / codes.length;
  }
}
