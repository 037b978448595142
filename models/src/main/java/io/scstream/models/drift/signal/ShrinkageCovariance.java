package io.scstream.models.drift.signal;

import org.ejml.simple.SimpleMatrix;

/**
 * How far each of several rows lies from the mean of the others, by the others' covariance drawn
 * towards a multiple of the identity as far as their number calls for (Ledoit and Wolf 2004, "A
 * well-conditioned estimator for large-dimensional covariance matrices").
 *
 * <p>A row has no part in what it is measured by: of n rows that are measured by all of them none
 * can be further off than about n, however far it is, and one that is out of all bounds would look
 * like one that is merely unusual. All rows are treated alike, so the distances of exchangeable
 * rows are exchangeable.
 */
final class ShrinkageCovariance {
  /** Two rows have products alike, which call for no shrinkage of a matrix without an inverse. */
  private static final double LEAST = 1e-3;

  /** Of the variance of all rows: others that have less are all alike. */
  private static final double NOTHING = 1e-12;

  private final SimpleMatrix centred;
  private final SimpleMatrix products;
  private final SimpleMatrix sample;

  private ShrinkageCovariance(double[][] rows) {
    int n = rows.length;
    int p = rows[0].length;
    double[] means = new double[p];
    for (double[] row : rows) {
      for (int j = 0; j < p; j++) {
        means[j] += row[j] / n;
      }
    }
    this.centred = new SimpleMatrix(n, p);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < p; j++) {
        centred.set(i, j, rows[i][j] - means[j]);
      }
    }
    this.products = centred.mult(centred.transpose());
    this.sample = centred.transpose().mult(centred).divide(n);
  }

  /**
   * The squared Mahalanobis distance of each row from the others; 0 where these are all alike.
   *
   * @param rows [n, p], n at least 1
   */
  static double[] distances(double[][] rows) {
    double[] distances = new double[rows.length];
    if (rows.length > 1) {
      ShrinkageCovariance all = new ShrinkageCovariance(rows);
      for (int i = 0; i < rows.length; i++) {
        distances[i] = all.distance(i);
      }
    }
    return distances;
  }

  /** With c the row less the mean of all, the others' mean is −c/(n − 1) from that of all. */
  private double distance(int row) {
    int n = centred.getNumRows();
    double others = n - 1;
    SimpleMatrix c = centred.extractVector(true, row).transpose();
    SimpleMatrix covariance =
        sample.scale(n / others).minus(c.mult(c.transpose()).scale(n / (others * others)));
    double trace = covariance.trace();
    if (trace <= NOTHING * sample.trace()) {
      return 0;
    }
    double shrinkage = shrinkage(covariance, fourthPowers(row));
    SimpleMatrix drawn =
        SimpleMatrix.identity(c.getNumElements())
            .scale(shrinkage * trace / c.getNumElements())
            .plus(covariance.scale(1 - shrinkage));
    SimpleMatrix away = c.scale(n / others);
    return away.dot(drawn.solve(away));
  }

  /** Σ of the others' lengths to the fourth, each from the others' mean. */
  private double fourthPowers(int row) {
    double others = centred.getNumRows() - 1.0;
    double sum = 0;
    for (int i = 0; i < centred.getNumRows(); i++) {
      if (i != row) {
        double square =
            products.get(i, i)
                + 2 * products.get(i, row) / others
                + products.get(row, row) / (others * others);
        sum += square * square;
      }
    }
    return sum;
  }

  /**
   * Weight of the identity, above 0 and at most 1: the mean squared distance of a row's own product
   * to the covariance S over the number m of rows, (Σ‖xxᵀ‖²/m − ‖S‖²)/m, over that of S to the
   * multiple of the identity.
   */
  private double shrinkage(SimpleMatrix covariance, double fourthPowers) {
    double others = centred.getNumRows() - 1.0;
    double square = covariance.elementMult(covariance).elementSum();
    double trace = covariance.trace();
    double distance = square - trace * trace / covariance.getNumRows();
    double noise = (fourthPowers / others - square) / others;
    return distance <= 0 ? 1 : Math.max(LEAST, Math.min(1, noise / distance));
  }
}
