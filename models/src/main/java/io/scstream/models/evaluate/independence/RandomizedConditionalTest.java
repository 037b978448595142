package io.scstream.models.evaluate.independence;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.evaluate.Codes;
import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import java.util.function.Supplier;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.simple.SimpleMatrix;

/**
 * The randomized test of x ⊥ y | z, RCIT (Strobl, Zhang and Visweswaran 2019, "Approximate
 * Kernel-Based Conditional Independence Tests for Fast Non-Parametric Causal Discovery"): random
 * Fourier features of x and of [y, z] lose what a linear regression on features of z explains, and
 * the squared covariances of what is left are compared with their law, a weighted sum of χ²
 * variables. That law is computed exactly, where the paper matches four of its moments.
 */
public final class RandomizedConditionalTest {
  private static final int OF_VARIABLE = 5;
  private static final int OF_CONDITION = 100;
  private static final int ROWS_FOR_WIDTH = 500;
  private static final double RIDGE = 1e-10;

  private RandomizedConditionalTest() {}

  /**
   * Random numbers for features: normal ones for frequencies, uniform ones in [0, 1) for phases.
   */
  interface Chance {
    double gaussian();

    double uniform();
  }

  /**
   * The test of three blocks of the same cells, [n, ·] each, with more than {@value #OF_CONDITION}
   * rows. Takes time of order n.
   *
   * @param seed of the features
   */
  public static Tested of(float[][] x, float[][] y, float[][] z, long seed) {
    CounterRandom random = CounterRandom.of(seed, 0, "evaluate/rcit");
    Chance chance =
        new Chance() {
          @Override
          public double gaussian() {
            return random.nextGaussian();
          }

          @Override
          public double uniform() {
            return random.nextDouble();
          }
        };
    return of(Codes.widen(x), Codes.widen(y), Codes.widen(z), () -> chance);
  }

  /** With chance for z, x and [y, z], in this order. */
  static Tested of(double[][] x, double[][] y, double[][] z, Supplier<Chance> chance) {
    Codes.checkPaired(x, y);
    Codes.checkPaired(x, z);
    checkInput(
        x.length > OF_CONDITION,
        "Invalid blocks: %d rows; expected more than %d",
        x.length,
        OF_CONDITION);
    double[][] scoresOfZ = UnitScores.of(z);
    double[][] both = UnitScores.beside(UnitScores.of(y), scoresOfZ, 1);
    SimpleMatrix ofZ = features(scoresOfZ, OF_CONDITION, chance.get());
    SimpleMatrix ofX = features(UnitScores.of(x), OF_VARIABLE, chance.get());
    SimpleMatrix ofY = features(both, OF_VARIABLE, chance.get());
    return tested(ofX, ofY, ofZ);
  }

  /** √2 cos(ωᵀa + b) with ω of deviation 1/σ, σ the median distance, standardized, [n, D]. */
  private static SimpleMatrix features(double[][] rows, int count, Chance chance) {
    double width = medianDistance(rows);
    int columns = rows[0].length;
    double[][] frequencies = new double[count][columns];
    for (double[] frequency : frequencies) {
      Arrays.setAll(frequency, column -> chance.gaussian() / width);
    }
    double[] phases = new double[count];
    Arrays.setAll(phases, feature -> 2 * Math.PI * chance.uniform());
    double[][] features = new double[rows.length][count];
    for (int row = 0; row < rows.length; row++) {
      for (int feature = 0; feature < count; feature++) {
        double angle = Codes.dot(frequencies[feature], rows[row]) + phases[feature];
        features[row][feature] = Math.sqrt(2) * Math.cos(angle);
      }
    }
    return new SimpleMatrix(UnitScores.of(features));
  }

  /** Of the pairs among the first rows that differ; 1 if none does. */
  private static double medianDistance(double[][] rows) {
    int used = Math.min(rows.length, ROWS_FOR_WIDTH);
    double[] distances = new double[used * (used - 1) / 2];
    int apart = 0;
    for (int i = 0; i < used; i++) {
      for (int j = 0; j < i; j++) {
        double distance = Math.sqrt(Codes.squaredDistance(rows[i], rows[j]));
        if (distance > 0) {
          distances[apart++] = distance;
        }
      }
    }
    if (apart == 0) {
      return 1;
    }
    Arrays.sort(distances, 0, apart);
    return (distances[(apart - 1) / 2] + distances[apart / 2]) / 2;
  }

  /**
   * C_xy − C_xz (C_zz + εI)⁻¹ C_zy against what products of residuals say of its law. The
   * regression itself would give the same but for ε, which is not small against the least values of
   * C_zz.
   */
  private static Tested tested(SimpleMatrix ofX, SimpleMatrix ofY, SimpleMatrix ofZ) {
    int rows = ofZ.getNumRows();
    SimpleMatrix transposed = ofZ.transpose().divide(rows - 1.0);
    SimpleMatrix gram = transposed.mult(ofZ);
    SimpleMatrix ridged = gram.plus(RIDGE, SimpleMatrix.identity(gram.getNumRows()));
    SimpleMatrix coefficientsOfX = ridged.solve(transposed.mult(ofX));
    SimpleMatrix coefficientsOfY = ridged.solve(transposed.mult(ofY));
    SimpleMatrix partial =
        ofX.transpose()
            .mult(ofY)
            .divide(rows - 1.0)
            .minus(transposed.mult(ofX).transpose().mult(coefficientsOfY));
    double statistic = rows * partial.elementPower(2).elementSum();
    double[] weights =
        weights(ofX.minus(ofZ.mult(coefficientsOfX)), ofY.minus(ofZ.mult(coefficientsOfY)));
    boolean isVarying = Arrays.stream(weights).anyMatch(weight -> weight > 0);
    return new Tested(statistic, isVarying ? new WeightedChiSquares(weights).tail(statistic) : 1);
  }

  /** The eigenvalues of the second moments of all products of a residual of x and one of y. */
  private static double[] weights(SimpleMatrix ofX, SimpleMatrix ofY) {
    int rows = ofX.getNumRows();
    int columns = ofX.getNumCols() * ofY.getNumCols();
    SimpleMatrix products = new SimpleMatrix(rows, columns);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double ofBoth =
            ofX.get(row, column / ofY.getNumCols()) * ofY.get(row, column % ofY.getNumCols());
        products.set(row, column, ofBoth);
      }
    }
    return eigenvalues(products.transpose().mult(products).divide(rows));
  }

  private static double[] eigenvalues(SimpleMatrix symmetric) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(symmetric.getNumRows(), false, true);
    // A touch on the diagonal: the iteration does not end on matrices of low rank.
    double touch = 1e-13 * symmetric.trace();
    checkInput(
        eigen.decompose(
            symmetric.plus(touch, SimpleMatrix.identity(symmetric.getNumRows())).getDDRM()),
        "Invalid blocks: the covariances of their features have no eigenvalues; expected finite"
            + " numbers");
    double[] values = new double[eigen.getNumberOfEigenvalues()];
    Arrays.setAll(values, i -> eigen.getEigenvalue(i).getReal());
    return values;
  }
}
