package io.scstream.models.evaluate.cluster;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.evaluate.Codes;
import io.scstream.models.evaluate.Labels;

/**
 * How well groups of cells are apart, against their width (Rousseeuw 1987), by Euclidean distance.
 */
public final class Silhouette {

  private Silhouette() {}

  /**
   * The mean over cells of (b − a)/max(a, b), from −1 to 1: a is the mean distance to the other
   * cells of the same group, b the least mean distance to the cells of another group. A cell alone
   * in its group counts as 0. Takes time of order n² d.
   *
   * @param codes [n, d]
   * @throws io.scstream.models.ModelException if there is only one group
   */
  public static double mean(float[][] codes, Labels labels) {
    labels.checkCells(codes);
    checkInput(labels.count() >= 2, "Invalid labels: all equal; expected two or more groups");
    double[][] wide = Codes.widen(codes);
    double sum = 0;
    for (int cell = 0; cell < wide.length; cell++) {
      int own = labels.group(cell);
      if (labels.size(own) > 1) {
        sum += width(distances(wide, cell, labels), own, labels);
      }
    }
    return sum / wide.length;
  }

  /** By group, the sum of distances to its cells. */
  private static double[] distances(double[][] codes, int cell, Labels labels) {
    double[] sums = new double[labels.count()];
    for (int other = 0; other < codes.length; other++) {
      sums[labels.group(other)] += Math.sqrt(Codes.squaredDistance(codes[cell], codes[other]));
    }
    return sums;
  }

  private static double width(double[] sums, int own, Labels labels) {
    double within = sums[own] / (labels.size(own) - 1);
    double nearest = Double.POSITIVE_INFINITY;
    for (int group = 0; group < sums.length; group++) {
      if (group != own) {
        nearest = Math.min(nearest, sums[group] / labels.size(group));
      }
    }
    double larger = Math.max(within, nearest);
    return larger > 0 ? (nearest - within) / larger : 0;
  }
}
