package io.scstream.models.constrain;

import static io.scstream.models.ModelException.checkInput;

import java.util.stream.IntStream;

/**
 * The difference of two laws of codes: the squared maximum mean discrepancy with Gaussian kernels
 * (Gretton et al. 2012, "A kernel two-sample test").
 */
final class Discrepancy {

  /** Fewer cells of a role tell nothing. */
  static final int MIN_CELLS = 4;

  private final Codes a;
  private final Codes b;
  private final Bandwidths kernels;
  private final double[] byA;
  private final double[] byB;
  private double value;

  private Discrepancy(Codes a, Codes b, Bandwidths kernels) {
    this.a = a;
    this.b = b;
    this.kernels = kernels;
    this.byA = new double[a.size()];
    this.byB = new double[b.size()];
  }

  /** A quarter of the latent space's own bandwidth, itself and four times it, each a third. */
  static Bandwidths three(int dimensions) {
    double gamma = Kernel.bandwidth(dimensions);
    return new Bandwidths(new double[] {gamma / 4, gamma, 4 * gamma}, 1 / 3.0);
  }

  /** MM-cVAE's: the powers of ten from −6 to 6, summed. */
  static Bandwidths thirteen() {
    double[] gammas = IntStream.rangeClosed(-6, 6).mapToDouble(it -> Math.pow(10, it)).toArray();
    return new Bandwidths(gammas, 1);
  }

  /** What the kernels are, and what each of them counts. */
  static final class Bandwidths {

    private final double[] gammas;
    private final double weight;

    private Bandwidths(double[] gammas, double weight) {
      this.gammas = gammas;
      this.weight = weight;
    }
  }

  /** The V-statistic: never negative but for rounding, and above 0 even for equal laws. */
  static Measured biased(Codes a, Codes b, Bandwidths kernels) {
    double withinA = 1.0 / a.rows() / a.rows();
    double withinB = 1.0 / b.rows() / b.rows();
    return of(a, b, kernels, withinA, withinB);
  }

  /** Without the pairs of a cell with itself: its expectation is 0 for equal laws. */
  static Measured unbiased(Codes a, Codes b, Bandwidths kernels) {
    double withinA = 1.0 / a.rows() / (a.rows() - 1);
    double withinB = 1.0 / b.rows() / (b.rows() - 1);
    return of(a, b, kernels, withinA, withinB);
  }

  private static Measured of(Codes a, Codes b, Bandwidths kernels, double withinA, double withinB) {
    checkInput(
        a.columns() == b.columns(),
        "Invalid codes: %d and %d columns; expected the same number",
        a.columns(),
        b.columns());
    if (a.rows() < MIN_CELLS || b.rows() < MIN_CELLS) {
      return Measured.unknown(a.size(), b.size());
    }
    Discrepancy sum = new Discrepancy(a, b, kernels);
    sum.addWithin(a, sum.byA, withinA);
    sum.addWithin(b, sum.byB, withinB);
    sum.addBetween();
    return Measured.of(sum.value, sum.byA, sum.byB);
  }

  private void addWithin(Codes codes, double[] gradient, double weight) {
    for (int i = 0; i < codes.rows(); i++) {
      for (int j = 0; j < i; j++) {
        double pull = addPair(codes.squaredDistance(i, codes, j), 2 * weight);
        for (int column = 0; column < codes.columns(); column++) {
          double force = pull * (codes.at(i, column) - codes.at(j, column));
          gradient[i * codes.columns() + column] += force;
          gradient[j * codes.columns() + column] -= force;
        }
      }
    }
  }

  private void addBetween() {
    double weight = -2.0 / a.rows() / b.rows();
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < b.rows(); j++) {
        double pull = addPair(a.squaredDistance(i, b, j), weight);
        for (int column = 0; column < a.columns(); column++) {
          double force = pull * (a.at(i, column) - b.at(j, column));
          byA[i * a.columns() + column] += force;
          byB[j * a.columns() + column] -= force;
        }
      }
    }
  }

  /**
   * Adds the weighted kernels of two cells, less 1: constants cancel in the whole, digits would
   * not. Returns what their difference is to be multiplied by for the gradient.
   */
  private double addPair(double squaredDistance, double weight) {
    double kernel = 0;
    double slope = 0;
    for (double gamma : kernels.gammas) {
      double lessOne = Math.expm1(-gamma * squaredDistance);
      kernel += lessOne;
      slope += gamma * (1 + lessOne);
    }
    value += weight * kernels.weight * kernel;
    return -2 * weight * kernels.weight * slope;
  }
}
