package io.scstream.models.evaluate.cluster;

import io.scstream.models.evaluate.Codes;
import io.scstream.models.evaluate.Labels;
import io.scstream.models.evaluate.Standardizer;
import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import java.util.List;

/**
 * How far clusters of a block of codes agree with labels of the cells: after standardizing the
 * columns, on 10,000 cells at most, drawn at random.
 *
 * <p>An encoder that is fed a label can hand it through, so codes that were made with the labels
 * say little by themselves. Codes made with the labels masked, and those of the untrained network,
 * are to stand beside them.
 */
public final class BlockAgreement {
  private static final int MOST = 10_000;
  private static final int RESTARTS = 10;

  private final float[][] codes;
  private final int[] cells;
  private final long seed;

  private BlockAgreement(float[][] codes, int[] cells, long seed) {
    this.codes = codes;
    this.cells = cells;
    this.seed = seed;
  }

  /** Of codes [n, d]; the same seed draws the same cells for every block. */
  public static BlockAgreement of(float[][] codes, long seed) {
    double[][] wide = Codes.widen(codes);
    int[] order = CounterRandom.of(seed, 0, "evaluate/agreement").permutation(wide.length);
    int[] cells = Arrays.stream(order).limit(MOST).sorted().toArray();
    double[][] drawn = Codes.rows(wide, cells);
    double[][] scores = Standardizer.fit(drawn).apply(drawn);
    float[][] narrow = new float[scores.length][scores[0].length];
    for (int row = 0; row < scores.length; row++) {
      for (int column = 0; column < scores[row].length; column++) {
        narrow[row][column] = (float) scores[row][column];
      }
    }
    return new BlockAgreement(narrow, cells, seed);
  }

  /** With as many k-means clusters as there are labels. */
  public ClusterAgreement kMeans(Labels labels) {
    Labels drawn = drawn(labels);
    return ClusterAgreement.of(drawn, KMeans.cluster(codes, drawn.count(), RESTARTS, seed));
  }

  /** With the clusters of {@link Leiden} at resolution 1, for each of these labels. */
  public List<ClusterAgreement> leiden(List<Labels> all) {
    Labels clusters = Leiden.cluster(codes, 1, seed);
    return all.stream().map(labels -> ClusterAgreement.of(drawn(labels), clusters)).toList();
  }

  private Labels drawn(Labels labels) {
    return Labels.of(Arrays.stream(cells).map(labels::group).toArray());
  }
}
