package io.scstream.models.evaluate.independence;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;

/**
 * The law of a sum of independent χ² variables of one degree of freedom with positive weights, by
 * numerical inversion of its characteristic function (Davies 1973, "Numerical inversion of a
 * characteristic function").
 */
final class WeightedChiSquares {
  /** Weights below this part of the largest one are left out. */
  private static final double LEAST = 1e-12;

  private static final double ACCURACY = 1e-10;
  private static final int MOST_TERMS = 1_000_000;

  /** So many of the largest weight above the mean, the tail is below 1e-12. */
  private static final double FAR = 70;

  private final double[] weights;
  private final double largest;

  /** Of these weights, of which the positive ones count. */
  WeightedChiSquares(double[] weights) {
    this.largest = Arrays.stream(weights).max().orElse(0);
    checkInput(largest > 0, "Invalid weights: none is positive; expected at least one");
    this.weights = Arrays.stream(weights).filter(weight -> weight > LEAST * largest).toArray();
  }

  /** The chance of at least so much. */
  double tail(double value) {
    if (value <= 0) {
      return 1;
    }
    // The sum over half-odd multiples of a step errs by at most the law's mass beyond one period
    // from the value on either side; below lies none, as the period is above the value.
    double step = 2 * Math.PI / (value + Arrays.stream(weights).sum() + FAR * largest);
    double sum = 0;
    for (int k = 0; k < MOST_TERMS; k++) {
      double u = (k + 0.5) * step;
      double angle = -u * value;
      double logModulus = 0;
      for (double weight : weights) {
        double double2 = 2 * weight * u;
        angle += 0.5 * Math.atan(double2);
        logModulus -= 0.25 * Math.log1p(double2 * double2);
      }
      double modulus = Math.exp(logModulus) / (Math.PI * (k + 0.5));
      sum += modulus * Math.sin(angle);
      if (modulus < ACCURACY) {
        break;
      }
    }
    return Math.min(1, Math.max(0, 0.5 + sum));
  }
}
