package io.scstream.models.constrain;

import static io.scstream.models.ModelException.checkInput;

/**
 * What constraints measure of the codes of a minibatch, with exact gradients. Codes are posterior
 * means unless said otherwise. A NaN among them makes the value NaN.
 */
public final class Functionals {

  private Functionals() {}

  /**
   * Dependence of both codes of target cells: the normalized Hilbert–Schmidt criterion less that of
   * shuffled cells, at most 1. Its expectation is 0 for independent codes of any size and any
   * number of cells. Unknown for fewer than 4 cells; 0 with gradients of 0 where one code is the
   * same for all of them.
   *
   * @param z background codes of the cells, [n, dz]
   * @param s their salient codes, [n, ds]
   * @param order a random permutation of the n cells, fresh at every step
   */
  public static Measured dependence(Codes z, Codes s, int[] order) {
    return Dependence.debiased(z, s, order);
  }

  /**
   * Difference of the background codes of both roles: the squared maximum mean discrepancy, a mean
   * over three bandwidths, without the pairs of a cell with itself. Its expectation is 0 for equal
   * laws, so one threshold suits every minibatch. Unknown for fewer than 4 cells of a role.
   *
   * @param background [nB, dz]
   * @param target [nT, dz]
   */
  public static Measured match(Codes background, Codes target) {
    return Discrepancy.unbiased(background, target, Discrepancy.three(background.columns()));
  }

  /**
   * As {@link #match}, with the pairs of a cell with itself. For equal laws its expectation is
   * (1/nB + 1/nT)(1 − k̄), k̄ being the mean kernel of two cells: 0.007 for 128 + 128 standard
   * normal codes of 10 dimensions, which is above the default threshold.
   */
  public static Measured matchBiased(Codes background, Codes target) {
    return Discrepancy.biased(background, target, Discrepancy.three(background.columns()));
  }

  /** As {@link #matchBiased}, summed over the thirteen bandwidths of MM-cVAE, and at least 0. */
  public static Measured matchAll(Codes background, Codes target) {
    Measured sum = Discrepancy.biased(background, target, Discrepancy.thirteen());
    return sum.value() < 0
        ? Measured.of(0, new double[background.size()], new double[target.size()])
        : sum;
  }

  /**
   * The mean squared length of the salient codes of background cells. Unknown without cells; has no
   * second gradient.
   *
   * @param mean [nB, ds]
   */
  public static Measured silence(Codes mean) {
    int n = mean.rows();
    if (n == 0) {
      return Measured.unknown(0, 0);
    }
    double[] gradient = new double[mean.size()];
    double sum = 0;
    for (int i = 0; i < gradient.length; i++) {
      double value = mean.at(i / mean.columns(), i % mean.columns());
      sum += value * value;
      gradient[i] = 2 * value / n;
    }
    return Measured.of(sum / n, gradient, new double[0]);
  }

  /**
   * The mean squared 2-Wasserstein distance of normal posteriors from the point 0, which is |mean|²
   * + Σ variance. Unknown without cells.
   *
   * @param mean [nB, ds]
   * @param logVariance [nB, ds]
   */
  public static Measured wasserstein(Codes mean, Codes logVariance) {
    int n = mean.rows();
    checkInput(
        n == logVariance.rows() && mean.columns() == logVariance.columns(),
        "Invalid posteriors: %d x %d means and %d x %d variances; expected the same shape",
        n,
        mean.columns(),
        logVariance.rows(),
        logVariance.columns());
    Measured ofMean = silence(mean);
    if (n == 0) {
      return ofMean;
    }
    double[] gradient = new double[logVariance.size()];
    double value = ofMean.value();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = Math.exp(logVariance.at(i / mean.columns(), i % mean.columns())) / n;
      value += gradient[i];
    }
    return Measured.of(value, ofMean.byFirst(), gradient);
  }

  /**
   * Linear dependence of both codes of target cells: the mutual information of Gaussians with the
   * codes' covariances + 1e-4 I, in nats. About dz·ds / 2n for independent codes. Unknown for fewer
   * than 4 cells.
   *
   * @param z background codes of the cells, [n, dz]
   * @param s their salient codes, [n, ds]
   */
  public static Measured gaussianDependence(Codes z, Codes s) {
    return GaussianDependence.of(z, s);
  }
}
