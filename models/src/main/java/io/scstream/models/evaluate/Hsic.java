package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

/**
 * The Hilbert-Schmidt independence criterion of two blocks of codes of the same cells, [n, d] and
 * [n, k], under the kernels of {@link Kernels}. 0 in expectation of infinitely many cells if and
 * only if the blocks are independent (Gretton et al. 2005). Everything takes time and memory of
 * order n².
 */
public final class Hsic {

  /** Mean square of a centred kernel that is 0 but for rounding. */
  private static final double ROUNDING = 1e-28;

  private final double[][] first;
  private final double[][] second;

  private Hsic(double[][] first, double[][] second) {
    this.first = first;
    this.second = second;
  }

  /**
   * The criterion of these blocks.
   *
   * @throws io.scstream.models.ModelException if the blocks differ in rows or have fewer than 4
   */
  public static Hsic of(float[][] first, float[][] second) {
    return of(Codes.widen(first), Codes.widen(second));
  }

  static Hsic of(double[][] first, double[][] second) {
    return ofKernels(Kernels.gaussian(first), Kernels.gaussian(second));
  }

  /**
   * The same under Gaussian kernels whose 2σ² is the median of the squared distances that are not
   * 0, as in the published program of FCR (Mao et al. 2024).
   */
  public static Hsic ofMedianWidths(float[][] first, float[][] second) {
    return ofKernels(
        Kernels.ofMedianWidth(Codes.widen(first)), Kernels.ofMedianWidth(Codes.widen(second)));
  }

  /** Of a block and the groups of its cells, under the kernel that tells only equal groups. */
  public static Hsic of(float[][] codes, Labels labels) {
    labels.checkCells(codes);
    return of(Codes.widen(codes), labels);
  }

  /** The same of codes in double, such as standardized ones. */
  public static Hsic of(double[][] codes, Labels labels) {
    return ofKernels(Kernels.gaussian(codes), Kernels.ofLabels(labels));
  }

  /** Of two kernels of the same cells, [n, n], which are not copied. */
  public static Hsic ofKernels(double[][] first, double[][] second) {
    Codes.checkPaired(first, second);
    checkInput(first.length >= 4, "Invalid blocks: %d rows; expected 4 or more", first.length);
    return new Hsic(first, second);
  }

  /** tr(HKHL)/n², the V-statistic. At least 0; of independent blocks it falls with 1/n. */
  public double biased() {
    double[][] centred = Kernels.centred(first);
    int n = first.length;
    return Kernels.trace(centred, second, Permutations.identity(n)) / n / n;
  }

  /**
   * The estimate without bias (Song et al. 2012, "Feature Selection via Dependence Maximization",
   * equation 5); may be negative.
   */
  public double unbiased() {
    double n = first.length;
    double products = 0;
    double firstSum = 0;
    double secondSum = 0;
    double ofRows = 0;
    for (int i = 0; i < first.length; i++) {
      double firstRow = 0;
      double secondRow = 0;
      for (int j = 0; j < first.length; j++) {
        if (i != j) {
          products += first[i][j] * second[i][j];
          firstRow += first[i][j];
          secondRow += second[i][j];
        }
      }
      firstSum += firstRow;
      secondSum += secondRow;
      ofRows += firstRow * secondRow;
    }
    double means = firstSum * secondSum / ((n - 1) * (n - 2));
    return (products + means - 2 * ofRows / (n - 2)) / (n * (n - 3));
  }

  /** tr(K_c L_c)/√(tr(K_c K_c) tr(L_c L_c)) from 0 to 1; 0 if either block is constant. */
  public double normalized() {
    return normalized(Permutations.identity(first.length));
  }

  /**
   * The normalized criterion less that of the second block in this order of rows: about 0 for
   * independent blocks, whatever their sizes.
   *
   * @param permutation of the rows, best a random one
   */
  public double debiased(int[] permutation) {
    checkPermutation(permutation);
    return normalized() - normalized(permutation);
  }

  /**
   * The chance of so large a value if the blocks were independent.
   *
   * @param permutations drawn; 200 is usual
   */
  public double pValue(int permutations, long seed) {
    double[][] centred = Kernels.centred(first);
    return Permutations.pValue(
        order -> Kernels.trace(centred, second, order), first.length, permutations, seed);
  }

  /**
   * The unbiased estimate over the root of those of each block with itself: about 0 for independent
   * blocks, 1 for equal kernels; 0 if either block is constant.
   */
  public double unbiasedNormalized() {
    double ofFirst = new Hsic(first, first).unbiased();
    double ofSecond = new Hsic(second, second).unbiased();
    return Math.min(ofFirst, ofSecond) <= ROUNDING ? 0 : unbiased() / Math.sqrt(ofFirst * ofSecond);
  }

  /**
   * The chance of so large a V-statistic if the blocks were independent, by the gamma law that has
   * the first two moments of its null law (Gretton et al. 2005; Zhang et al. 2011, proposition 6).
   */
  public double gammaPValue() {
    double[][] firstCentred = Kernels.centred(first);
    double[][] secondCentred = Kernels.centred(second);
    int n = first.length;
    int[] asIs = Permutations.identity(n);
    double mean = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        mean += firstCentred[i][i] * secondCentred[j][j] / n;
      }
    }
    double variance =
        2
            * (Kernels.trace(firstCentred, firstCentred, asIs) / n)
            * (Kernels.trace(secondCentred, secondCentred, asIs) / n);
    return GammaLaw.of(mean, variance).tail(Kernels.trace(firstCentred, secondCentred, asIs));
  }

  private double normalized(int[] order) {
    double[][] firstCentred = Kernels.centred(first);
    double[][] secondCentred = Kernels.centred(second);
    int[] asIs = Permutations.identity(first.length);
    double firstNorm = Kernels.trace(firstCentred, firstCentred, asIs);
    double secondNorm = Kernels.trace(secondCentred, secondCentred, asIs);
    if (Math.min(firstNorm, secondNorm) <= ROUNDING * order.length * order.length) {
      return 0;
    }
    return Kernels.trace(firstCentred, secondCentred, order) / Math.sqrt(firstNorm * secondNorm);
  }

  private void checkPermutation(int[] order) {
    boolean[] isTaken = new boolean[first.length];
    boolean holds = order.length == first.length;
    for (int i = 0; holds && i < order.length; i++) {
      holds = order[i] >= 0 && order[i] < isTaken.length && !isTaken[order[i]];
      if (holds) {
        isTaken[order[i]] = true;
      }
    }
    checkInput(holds, "Invalid permutation; expected each of %d rows once", first.length);
  }
}
