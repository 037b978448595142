package io.scstream.models.drift.signal;

import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import org.ejml.simple.SimpleMatrix;

/**
 * The first eigenvectors of a symmetric matrix without negative eigenvalues, by orthogonal
 * iteration (Golub and Van Loan, Matrix Computations, 8.2.4). Decompositions of the whole matrix
 * fail to converge where most eigenvalues are 0, as those of few genes and many cells are; this
 * always ends, and with directions that span the same where eigenvalues are equal. Starts from
 * fixed vectors, so that the same matrix has the same directions.
 */
public final class LeadingDirections {
  private static final int ITERATIONS = 100;
  private static final double CHANGE = 1e-12;

  /** Of the largest eigenvalue; below it a direction is rounding. */
  private static final double LEAST = 1e-9;

  private LeadingDirections() {}

  /**
   * An eigenvector and its eigenvalue.
   *
   * @param vector a column of length 1
   */
  public record Direction(SimpleMatrix vector, double value) {}

  /**
   * The directions whose eigenvalues are not 0, largest first, so many at most; of no use beyond
   * rounding where eigenvalues are equal.
   */
  public static List<Direction> of(SimpleMatrix symmetric, int most) {
    int size = symmetric.getNumRows();
    SimpleMatrix columns = start(size, Math.min(size, most));
    double[] before = new double[columns.getNumCols()];
    double[] values = orthonormal(columns);
    for (int i = 0; i < ITERATIONS && changed(before, values); i++) {
      before = values;
      columns = symmetric.mult(columns);
      values = orthonormal(columns);
    }
    List<Direction> directions = new ArrayList<>();
    for (int k = 0; k < values.length; k++) {
      SimpleMatrix vector = columns.extractVector(false, k);
      double value = vector.dot(symmetric.mult(vector));
      if (value > 0 && (directions.isEmpty() || value > LEAST * directions.get(0).value())) {
        directions.add(new Direction(vector, value));
      }
    }
    return directions;
  }

  private static SimpleMatrix start(int size, int columns) {
    CounterRandom random = CounterRandom.of(0, 0, "drift/directions");
    SimpleMatrix start = new SimpleMatrix(size, columns);
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < columns; k++) {
        start.set(i, k, random.nextGaussian());
      }
    }
    return start;
  }

  private static boolean changed(double[] before, double[] values) {
    for (int k = 0; k < values.length; k++) {
      if (Math.abs(values[k] - before[k]) > CHANGE * values[0]) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes columns orthonormal, each to those before it, twice for the sake of rounding.
   *
   * @return what was left of the length of each; a column of which nothing is left becomes 0
   */
  private static double[] orthonormal(SimpleMatrix columns) {
    double[] lengths = new double[columns.getNumCols()];
    for (int k = 0; k < lengths.length; k++) {
      SimpleMatrix column = columns.extractVector(false, k);
      double whole = column.normF();
      for (int round = 0; round < 2; round++) {
        for (int j = 0; j < k; j++) {
          SimpleMatrix other = columns.extractVector(false, j);
          column = column.minus(other.scale(other.dot(column)));
        }
      }
      double left = column.normF();
      boolean isRounding = left <= LEAST * LEAST * lengths[0] || left <= 1e-12 * whole;
      lengths[k] = isRounding ? 0 : left;
      columns.setColumn(k, isRounding ? column.scale(0) : column.divide(left));
    }
    return lengths;
  }
}
