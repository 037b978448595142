package io.scstream.models.evaluate;

/**
 * How well single coordinates are recovered: the mean absolute Pearson correlation of true and
 * learned coordinates under the best one-to-one assignment (MCC; Khemakhem et al. 2020). Rotations
 * inside a Gaussian block cannot be told from the data, so a value well below 1 is no failure where
 * {@link BlockRecovery} is high.
 */
public final class CoordinateCorrelation {

  private CoordinateCorrelation() {}

  /**
   * From 0 to 1. A true coordinate that finds no partner, because there are fewer codes, counts as
   * 0; so does a constant one.
   *
   * @param codes [n, d]
   * @param truth [n, k]
   */
  public static double mean(float[][] codes, float[][] truth) {
    double[][] learned = standardized(codes);
    double[][] known = standardized(truth);
    Codes.checkPaired(learned, known);
    int coordinates = known[0].length;
    // A column of zeros for every true coordinate: the partner of one that is left alone.
    double[][] cost = new double[coordinates][learned[0].length + coordinates];
    for (int row = 0; row < known.length; row++) {
      for (int i = 0; i < coordinates; i++) {
        for (int j = 0; j < learned[row].length; j++) {
          cost[i][j] -= known[row][i] * learned[row][j] / known.length;
        }
      }
    }
    for (double[] ofCoordinate : cost) {
      for (int j = 0; j < ofCoordinate.length; j++) {
        ofCoordinate[j] = -Math.abs(ofCoordinate[j]);
      }
    }
    int[] partners = Assignment.cheapest(cost);
    double sum = 0;
    for (int i = 0; i < coordinates; i++) {
      sum -= cost[i][partners[i]];
    }
    return sum / coordinates;
  }

  private static double[][] standardized(float[][] block) {
    double[][] wide = Codes.widen(block);
    return Standardizer.fit(wide).apply(wide);
  }
}
