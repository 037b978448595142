package io.scstream.models.constrain;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;

/**
 * Dependence of two codes of the same cells, by the Hilbert–Schmidt independence criterion with
 * Gaussian kernels (Gretton et al. 2005, "Measuring statistical dependence with Hilbert–Schmidt
 * norms").
 */
final class Dependence {

  /** Fewer cells tell nothing. */
  static final int MIN_CELLS = 4;

  /** Mean square of a centred kernel below which its codes count as a single point. */
  private static final double COLLAPSED = 1e-20;

  private final int n;
  private final Side first;
  private final Side second;
  private final double norm;

  private Dependence(Codes a, Codes b) {
    checkInput(
        a.rows() == b.rows(),
        "Invalid codes: %d and %d rows; expected those of the same cells",
        a.rows(),
        b.rows());
    this.n = a.rows();
    this.first = new Side(a);
    this.second = new Side(b);
    this.norm = Math.sqrt(first.square) * Math.sqrt(second.square);
  }

  /** One code's kernel: less 1, centred, and the sum of the centred one's squares. */
  private static final class Side {

    private final Codes codes;
    private final double gamma;
    private final double[] kernel;
    private final double[] centred;
    private final double square;

    Side(Codes codes) {
      this.codes = codes;
      this.gamma = Kernel.bandwidth(codes.columns());
      this.kernel = Kernel.lessOne(codes, gamma);
      this.centred = Kernel.centred(kernel, codes.rows());
      this.square = dot(centred, centred);
    }

    boolean isCollapsed() {
      return square < COLLAPSED * centred.length;
    }

    /** The kernel itself, with zeros on the diagonal. */
    double[] offDiagonal() {
      int n = codes.rows();
      double[] values = new double[kernel.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = i % (n + 1) == 0 ? 0 : 1 + kernel[i];
      }
      return values;
    }

    double[] gradient(double[] byKernel) {
      return Kernel.gradient(codes, gamma, kernel, byKernel);
    }
  }

  /**
   * The V-statistic tr(K_c L_c) / n².
   *
   * @param a [n, d_a]
   * @param b [n, d_b]
   */
  static double hsic(Codes a, Codes b) {
    Dependence both = new Dependence(a, b);
    return dot(both.first.centred, both.second.centred) / ((double) both.n * both.n);
  }

  /** The V-statistic over the geometric mean of both codes' own, from 0 to 1. */
  static double normalized(Codes a, Codes b) {
    Dependence both = new Dependence(a, b);
    return both.isCollapsed() ? 0 : dot(both.first.centred, both.second.centred) / both.norm;
  }

  /**
   * The unbiased estimate (Song et al. 2012, "Feature selection via dependence maximization", eq.
   * 5), of at least four cells.
   */
  static double unbiased(Codes a, Codes b) {
    Dependence both = new Dependence(a, b);
    int n = both.n;
    checkInput(n >= MIN_CELLS, "Invalid codes: %d rows; expected at least %d", n, MIN_CELLS);
    double[] k = both.first.offDiagonal();
    double[] l = both.second.offDiagonal();
    double[] rowsOfK = rowSums(k, n);
    double[] rowsOfL = rowSums(l, n);
    double sums = Arrays.stream(rowsOfK).sum() * Arrays.stream(rowsOfL).sum();
    double product = dot(k, l) + sums / ((n - 1.0) * (n - 2.0));
    return (product - 2 * dot(rowsOfK, rowsOfL) / (n - 2)) / (n * (n - 3.0));
  }

  /**
   * The normalized V-statistic less that of shuffled cells, with gradients through both: its
   * expectation is 0 for independent codes of any size and any number of cells. Unknown for fewer
   * than four cells; 0 with gradients of 0 where one code is the same for all cells.
   *
   * @param order a random permutation of the n cells; those of b are shuffled by it
   */
  static Measured debiased(Codes a, Codes b, int[] order) {
    Dependence both = new Dependence(a, b);
    checkOrder(order, both.n);
    if (both.n < MIN_CELLS) {
      return Measured.unknown(a.size(), b.size());
    }
    if (both.isCollapsed()) {
      return Measured.of(0, new double[a.size()], new double[b.size()]);
    }
    return both.debiased(order);
  }

  private boolean isCollapsed() {
    return first.isCollapsed() || second.isCollapsed();
  }

  private Measured debiased(int[] order) {
    double[] byFirst = second.centred.clone();
    double[] bySecond = first.centred.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int here = i * n + j;
        int there = order[i] * n + order[j];
        byFirst[here] -= second.centred[there];
        bySecond[there] -= first.centred[here];
      }
    }
    double value = dot(first.centred, byFirst) / norm;
    return Measured.of(
        value,
        first.gradient(byKernel(byFirst, first, value)),
        second.gradient(byKernel(bySecond, second, value)));
  }

  /** The derivative of tr(K_c D) / √(tr(K_c²) tr(L_c²)) by K, in the place of D. */
  private double[] byKernel(double[] difference, Side side, double value) {
    for (int i = 0; i < difference.length; i++) {
      difference[i] = difference[i] / norm - value * side.centred[i] / side.square;
    }
    return difference;
  }

  private static void checkOrder(int[] order, int n) {
    boolean[] seen = new boolean[n];
    int distinct = 0;
    for (int row : order) {
      if (row >= 0 && row < n && !seen[row]) {
        seen[row] = true;
        distinct++;
      }
    }
    checkInput(
        order.length == n && distinct == n,
        "Invalid order: %s; expected a permutation of %d cells",
        Arrays.toString(order),
        n);
  }

  private static double[] rowSums(double[] matrix, int n) {
    double[] sums = new double[n];
    for (int i = 0; i < matrix.length; i++) {
      sums[i / n] += matrix[i];
    }
    return sums;
  }

  private static double dot(double[] first, double[] second) {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += first[i] * second[i];
    }
    return sum;
  }
}
