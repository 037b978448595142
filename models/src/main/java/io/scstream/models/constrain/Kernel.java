package io.scstream.models.constrain;

/** The Gaussian kernel k(a, b) = exp(−γ |a − b|²) of codes. */
final class Kernel {

  /** From here on to 0 the difference from 1 would lose more than two digits. */
  private static final double NEAR = -0.01;

  private Kernel() {}

  /**
   * γ for d latent dimensions: 1/(2g²), g = 2 Γ((d+1)/2) / Γ(d/2), the expected distance of two
   * standard normal points. A median heuristic that needs no data (Lopez et al. 2018, "Information
   * constraints on auto-encoding variational Bayes").
   */
  static double bandwidth(int dimensions) {
    double ratio = 1 / Math.sqrt(Math.PI); // Γ(1) / Γ(1/2)
    for (int d = 1; d < dimensions; d++) {
      ratio = d / (2 * ratio); // since Γ((d+2)/2) = (d/2) Γ(d/2)
    }
    double distance = 2 * ratio;
    return 1 / (2 * distance * distance);
  }

  /**
   * The kernel less 1 of all pairs of rows, [n, n] row after row. What follows centres it, so that
   * the 1 would only cost digits where codes are close to each other.
   */
  static double[] lessOne(Codes codes, double gamma) {
    int n = codes.rows();
    double[] kernel = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double value = lessOne(-gamma * codes.squaredDistance(i, codes, j));
        kernel[i * n + j] = value;
        kernel[j * n + i] = value;
      }
    }
    return kernel;
  }

  /** e^x − 1 of x of 0 or less; far from 0 in the way that machines are fast at. */
  private static double lessOne(double x) {
    return x > NEAR ? Math.expm1(x) : Math.exp(x) - 1;
  }

  /** HKH with H = I − 11ᵀ/n, for a symmetric K. */
  static double[] centred(double[] kernel, int n) {
    double[] means = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        means[i] += kernel[i * n + j] / n;
      }
      mean += means[i] / n;
    }
    double[] centred = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        centred[i * n + j] = kernel[i * n + j] - means[i] - means[j] + mean;
      }
    }
    return centred;
  }

  /**
   * The gradient by the codes of a function of their kernel.
   *
   * @param lessOne the kernel less 1
   * @param byKernel the function's derivative by every entry, [n, n], symmetric
   */
  static double[] gradient(Codes codes, double gamma, double[] lessOne, double[] byKernel) {
    int n = codes.rows();
    double[] gradient = new double[codes.size()];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double pull = -4 * gamma * byKernel[i * n + j] * (1 + lessOne[i * n + j]);
        for (int column = 0; column < codes.columns(); column++) {
          double force = pull * (codes.at(i, column) - codes.at(j, column));
          gradient[i * codes.columns() + column] += force;
          gradient[j * codes.columns() + column] -= force;
        }
      }
    }
    return gradient;
  }
}
