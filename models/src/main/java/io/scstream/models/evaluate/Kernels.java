package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;

/**
 * Gaussian kernels exp(−γ‖a − b‖²) with a bandwidth that needs no data: the expected distance of
 * two standard normal points (Lopez et al. 2018, "Information Constraints on Auto-Encoding
 * Variational Bayes").
 */
public final class Kernels {

  private Kernels() {}

  /** γ = 1/(2 g²) with g the {@link #expectedDistance}. */
  public static double gamma(int dimensions) {
    double distance = expectedDistance(dimensions);
    return 1 / (2 * distance * distance);
  }

  /** E‖a − b‖ = 2Γ((d+1)/2)/Γ(d/2) of two independent standard normal points. */
  public static double expectedDistance(int dimensions) {
    checkInput(dimensions >= 1, "Invalid dimensions: %d; expected 1 or more", dimensions);
    // The ratio r of the two gamma functions obeys r(d+1) = d/(2 r(d)).
    double ratio = 1 / Math.sqrt(Math.PI);
    for (int d = 1; d < dimensions; d++) {
      ratio = d / (2 * ratio);
    }
    return 2 * ratio;
  }

  /** [n, n], with the bandwidth of the dimensions. */
  public static double[][] gaussian(double[][] codes) {
    return gaussian(codes, gamma(codes[0].length));
  }

  /** [n, n], with this γ. */
  public static double[][] gaussian(double[][] codes, double gamma) {
    double[][] kernel = new double[codes.length][codes.length];
    for (int i = 0; i < codes.length; i++) {
      kernel[i][i] = 1;
      for (int j = 0; j < i; j++) {
        kernel[i][j] = Math.exp(-gamma * Codes.squaredDistance(codes[i], codes[j]));
        kernel[j][i] = kernel[i][j];
      }
    }
    return kernel;
  }

  /** The same with 2σ² the median of the squared distances that are not 0; 1 if all are. */
  public static double[][] ofMedianWidth(double[][] codes) {
    double[] squares = new double[codes.length * (codes.length - 1) / 2];
    int apart = 0;
    for (int i = 0; i < codes.length; i++) {
      for (int j = 0; j < i; j++) {
        double square = Codes.squaredDistance(codes[i], codes[j]);
        if (square > 0) {
          squares[apart++] = square;
        }
      }
    }
    return gaussian(codes, apart == 0 ? 1 : 1 / median(Arrays.copyOf(squares, apart)));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  /** 1 for two cells of the same group, 0 otherwise, [n, n]. */
  public static double[][] ofLabels(Labels labels) {
    double[][] kernel = new double[labels.cells()][labels.cells()];
    for (int i = 0; i < kernel.length; i++) {
      for (int j = 0; j < kernel.length; j++) {
        kernel[i][j] = labels.group(i) == labels.group(j) ? 1 : 0;
      }
    }
    return kernel;
  }

  /** HKH: a copy of a symmetric matrix whose rows and columns have mean 0. */
  public static double[][] centred(double[][] kernel) {
    double[] means = Codes.means(kernel);
    double mean = 0;
    for (double ofRow : means) {
      mean += ofRow / means.length;
    }
    double[][] centred = new double[means.length][means.length];
    for (int i = 0; i < means.length; i++) {
      for (int j = 0; j < means.length; j++) {
        centred[i][j] = kernel[i][j] - means[i] - means[j] + mean;
      }
    }
    return centred;
  }

  /** tr(KL) of two symmetric matrices, the second with its rows and columns in this order. */
  public static double trace(double[][] first, double[][] second, int[] order) {
    double sum = 0;
    for (int i = 0; i < order.length; i++) {
      double[] row = second[order[i]];
      for (int j = 0; j < order.length; j++) {
        sum += first[i][j] * row[order[j]];
      }
    }
    return sum;
  }
}
