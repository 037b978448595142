package io.scstream.models.evaluate.independence;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.evaluate.Codes;
import io.scstream.models.evaluate.GammaLaw;
import io.scstream.models.evaluate.Kernels;
import org.ejml.simple.SimpleMatrix;

/**
 * The kernel-based test of x ⊥ y | z, KCI (Zhang et al. 2011, "Kernel-based Conditional
 * Independence Test and Application in Causal Discovery", section 3.3): kernels of [x, z/2] and of
 * y lose what a ridge regression on the kernel of z explains, and the trace of the product of what
 * is left is compared with a gamma law.
 *
 * <p>Widths are the authors' rule of thumb, 1.2, 0.7 or 0.4 times the root of the columns of z for
 * fewer than 200, fewer than 1,200 and more cells.
 */
public final class KernelConditionalTest {
  private static final double RIDGE = 1e-3;
  private static final int MOST = 2000;

  private KernelConditionalTest() {}

  /**
   * The test of three blocks of the same cells, [n, ·] each, of 4 to {@value #MOST} rows. Takes
   * time of order n³ and memory of order n².
   */
  public static Tested of(float[][] x, float[][] y, float[][] z) {
    return of(Codes.widen(x), Codes.widen(y), Codes.widen(z));
  }

  static Tested of(double[][] x, double[][] y, double[][] z) {
    Codes.checkPaired(x, y);
    Codes.checkPaired(x, z);
    int n = x.length;
    checkInput(n >= 4 && n <= MOST, "Invalid blocks: %d rows; expected 4 to %d", n, MOST);
    double[][] scoresOfZ = UnitScores.of(z);
    double gamma = 0.5 / (width(n) * width(n) * z[0].length);
    double[][] both = UnitScores.beside(UnitScores.of(x), scoresOfZ, 0.5);
    SimpleMatrix residual = residual(kernel(scoresOfZ, gamma));
    SimpleMatrix ofX = residual.mult(kernel(both, gamma)).mult(residual);
    SimpleMatrix ofY = residual.mult(kernel(UnitScores.of(y), gamma)).mult(residual);
    return tested(ofX.elementMult(ofY));
  }

  private static double width(int cells) {
    if (cells < 200) {
      return 1.2;
    }
    return cells < 1200 ? 0.7 : 0.4;
  }

  private static SimpleMatrix kernel(double[][] scores, double gamma) {
    return new SimpleMatrix(Kernels.centred(Kernels.gaussian(scores, gamma)));
  }

  /** ε (K + εI)⁻¹, which takes away what K explains. */
  private static SimpleMatrix residual(SimpleMatrix kernel) {
    SimpleMatrix ridged = kernel.plus(RIDGE, SimpleMatrix.identity(kernel.getNumRows()));
    return ridged.invert().scale(RIDGE);
  }

  /**
   * From the products of both kernels' entries. They are the Gram matrix WWᵀ of all products of a
   * scaled eigenvector of the one and one of the other (proposition 5), so its moments need no
   * eigenvectors.
   */
  private static Tested tested(SimpleMatrix products) {
    double statistic = products.elementSum();
    double mean = products.trace();
    double variance = 2 * products.elementPower(2).elementSum();
    return new Tested(statistic, GammaLaw.of(mean, variance).tail(statistic));
  }
}
