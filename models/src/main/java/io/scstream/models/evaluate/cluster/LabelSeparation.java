package io.scstream.models.evaluate.cluster;

import io.scstream.models.evaluate.Labels;

/**
 * How much of the labels a latent space shows without being told: wanted in the salient space, not
 * in the background space.
 *
 * @param silhouette of the labels themselves
 * @param agreement of the labels with as many clusters
 */
public record LabelSeparation(double silhouette, ClusterAgreement agreement) {

  private static final int RESTARTS = 10;

  /** Below this the salient space knows too little for a ratio. */
  private static final double LEAST_INFORMATION = 0.01;

  /**
   * By k-means with as many clusters as labels.
   *
   * @param codes [n, d]
   */
  public static LabelSeparation of(float[][] codes, Labels labels, long seed) {
    Labels clusters = KMeans.cluster(codes, labels.count(), RESTARTS, seed);
    return new LabelSeparation(
        Silhouette.mean(codes, labels), ClusterAgreement.of(labels, clusters));
  }

  /**
   * Leakage of labels: the background space's normalized mutual information over that of the
   * salient space, which counts as 0.01 or more. 0 is best; 1 and above means that the background
   * space knows as much.
   */
  public static double leakageRatio(LabelSeparation background, LabelSeparation salient) {
    return background.agreement.normalizedInformation()
        / Math.max(salient.agreement.normalizedInformation(), LEAST_INFORMATION);
  }
}
