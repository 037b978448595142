package io.scstream.models.drift.signal;

import java.util.Arrays;
import org.ejml.simple.SimpleMatrix;

/**
 * How far rows lie from their mean, by their covariance drawn towards a multiple of the identity as
 * far as their number calls for (Ledoit and Wolf 2004, "A well-conditioned estimator for
 * large-dimensional covariance matrices").
 */
public final class ShrinkageCovariance {
  /** Two rows have products alike, which call for no shrinkage of a matrix without an inverse. */
  private static final double LEAST = 1e-3;

  private final SimpleMatrix centred;
  private final SimpleMatrix covariance;
  private final double shrinkage;

  private ShrinkageCovariance(double[][] rows) {
    int n = rows.length;
    int p = rows[0].length;
    SimpleMatrix matrix = new SimpleMatrix(rows);
    double[] means = new double[p];
    for (double[] row : rows) {
      for (int j = 0; j < p; j++) {
        means[j] += row[j] / n;
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < p; j++) {
        matrix.set(i, j, rows[i][j] - means[j]);
      }
    }
    this.centred = matrix;
    SimpleMatrix sample = matrix.transpose().mult(matrix).divide(n);
    SimpleMatrix target = SimpleMatrix.identity(p).scale(sample.trace() / p);
    double distance = square(sample.minus(target));
    this.shrinkage = distance <= 0 ? 1 : Math.max(LEAST, Math.min(1, noise(sample) / distance));
    this.covariance = target.scale(shrinkage).plus(sample.scale(1 - shrinkage));
  }

  /** Of rows, [n, p], n at least 1. */
  public static ShrinkageCovariance of(double[][] rows) {
    return new ShrinkageCovariance(rows);
  }

  /** The mean squared distance of a row's own product to the sample covariance, over n. */
  private double noise(SimpleMatrix sample) {
    int n = centred.getNumRows();
    double ofSample = square(sample);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      SimpleMatrix row = centred.extractVector(true, i);
      double length = row.dot(row);
      sum += length * length - 2 * row.mult(sample).dot(row) + ofSample;
    }
    return sum / ((double) n * n);
  }

  private static double square(SimpleMatrix matrix) {
    return matrix.elementMult(matrix).elementSum();
  }

  /** Weight of the identity, above 0 and at most 1. */
  public double shrinkage() {
    return shrinkage;
  }

  /**
   * The squared Mahalanobis distance of each row from the mean; 0 where all rows are alike. It
   * treats all rows alike, so the distances of exchangeable rows are exchangeable.
   */
  public double[] distances() {
    double[] distances = new double[centred.getNumRows()];
    if (covariance.trace() <= 0) {
      return distances;
    }
    SimpleMatrix solved = covariance.solve(centred.transpose());
    Arrays.setAll(
        distances,
        i -> centred.extractVector(true, i).dot(solved.extractVector(false, i).transpose()));
    return distances;
  }
}
