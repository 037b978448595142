package io.scstream.models.drift.detect;

import static io.scstream.models.ModelException.checkConfig;

import java.util.Arrays;

/** The Gaussian kernel exp(−‖x − y‖² / 2σ²). */
record Similarity(double sigma) {
  Similarity {
    checkConfig(
        sigma > 0 && Double.isFinite(sigma),
        "Invalid reference: a median distance of %s; expected codes that differ",
        sigma);
  }

  /** σ is the median distance between two codes of the reference. */
  static Similarity of(double[][] reference) {
    double[] distances = new double[reference.length * (reference.length - 1) / 2];
    int at = 0;
    for (int i = 1; i < reference.length; i++) {
      for (int j = 0; j < i; j++) {
        distances[at++] = Math.sqrt(squared(reference[i], reference[j]));
      }
    }
    Arrays.sort(distances);
    return new Similarity(distances.length == 0 ? 0 : distances[distances.length / 2]);
  }

  double of(double[] x, double[] y) {
    return Math.exp(-squared(x, y) / (2 * sigma * sigma));
  }

  /** The product of two kernels, integrated, up to a constant factor. */
  double ofCentres(double[] x, double[] y) {
    return Math.exp(-squared(x, y) / (4 * sigma * sigma));
  }

  private static double squared(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return sum;
  }
}
