package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

/**
 * Dependence of the two latent spaces over the recent cells of a stream: HSIC ≈ ‖Cov(φ(z), ψ(s))‖²
 * from exponentially weighted means of the {@link RandomFeatures} φ, ψ and their products. A cell
 * takes time of order D², however many came before. Not thread-safe.
 */
public final class DependenceStream {

  private static final int D = RandomFeatures.COUNT;
  private static final int SIZE = Recency.SIZE + 2 * D + D * D;

  private final Settings settings;
  private final RandomFeatures ofBackground;
  private final RandomFeatures ofSalient;
  private final Recency recency;
  private final double[] meanBackground = new double[D];
  private final double[] meanSalient = new double[D];

  /** Mean of φψᵀ, row by row. */
  private final double[] meanProduct = new double[D * D];

  /**
   * What streams that are merged must share.
   *
   * @param backgroundLatent size of the background space
   * @param salientLatent size of the salient space
   * @param halfLife cells after which a cell counts half
   * @param seed of the features
   */
  public record Settings(int backgroundLatent, int salientLatent, double halfLife, long seed) {}

  private DependenceStream(Settings settings) {
    this.settings = settings;
    this.ofBackground = RandomFeatures.of(settings.backgroundLatent, settings.seed, "background");
    this.ofSalient = RandomFeatures.of(settings.salientLatent, settings.seed, "salient");
    this.recency = Recency.of(settings.halfLife);
  }

  /** A stream of no cells. */
  public static DependenceStream empty(Settings settings) {
    return new DependenceStream(settings);
  }

  /** The stream that had this {@link #state}. */
  public static DependenceStream restore(Settings settings, double[] state) {
    checkInput(state.length == SIZE, "Invalid state: %d numbers; expected %d", state.length, SIZE);
    DependenceStream stream = new DependenceStream(settings);
    stream.recency.read(state, 0);
    System.arraycopy(state, Recency.SIZE, stream.meanBackground, 0, D);
    System.arraycopy(state, Recency.SIZE + D, stream.meanSalient, 0, D);
    System.arraycopy(state, Recency.SIZE + 2 * D, stream.meanProduct, 0, D * D);
    return stream;
  }

  /** Takes in the posterior means of a target cell in both spaces. */
  public void add(float[] background, float[] salient) {
    addAll(new double[][] {ofBackground.of(background)}, new float[][] {salient});
  }

  /**
   * Takes in several target cells in their order; up to rounding as one by one, and much faster.
   *
   * @param phi features of the background codes, which {@link MatchStream#featuresOf} of the same
   *     size and seed may have made already, [n, D]
   * @param salient posterior means in the salient space, [n, d]
   */
  public void addAll(double[][] phi, float[][] salient) {
    double[][] psi = new double[phi.length][];
    double[] shares = new double[phi.length];
    for (int cell = 0; cell < phi.length; cell++) {
      psi[cell] = ofSalient.of(salient[cell]);
      shares[cell] = recency.add();
      Recency.move(meanBackground, phi[cell], shares[cell]);
      Recency.move(meanSalient, psi[cell], shares[cell]);
    }
    // What is left of each share once the later cells have had theirs.
    double left = 1;
    for (int cell = phi.length - 1; cell >= 0; cell--) {
      double share = shares[cell];
      shares[cell] *= left;
      left *= 1 - share;
    }
    double[][] shared = new double[phi.length][D];
    for (int cell = 0; cell < phi.length; cell++) {
      for (int i = 0; i < D; i++) {
        shared[cell][i] = shares[cell] * phi[cell][i];
      }
    }
    OuterProducts.add(meanProduct, 0, left, shared, psi);
  }

  /**
   * Both streams together, each with its own weight; the order of merging changes rounding only.
   */
  public DependenceStream mergedWith(DependenceStream other) {
    checkInput(
        settings.equals(other.settings),
        "Invalid stream to merge: %s; expected %s",
        other.settings,
        settings);
    DependenceStream merged = restore(settings, state());
    double share = merged.recency.add(other.recency);
    Recency.move(merged.meanBackground, other.meanBackground, share);
    Recency.move(merged.meanSalient, other.meanSalient, share);
    Recency.move(merged.meanProduct, other.meanProduct, share);
    return merged;
  }

  /** The V-statistic of the recent cells, at least 0; 0 before the first. */
  public double hsic() {
    double sum = 0;
    for (int i = 0; i < D; i++) {
      for (int j = 0; j < D; j++) {
        double covariance = meanProduct[i * D + j] - meanBackground[i] * meanSalient[j];
        sum += covariance * covariance;
      }
    }
    return sum;
  }

  /** About what {@link #hsic} would be if the spaces were independent: it falls with the cells. */
  public double floor() {
    double cells = recency.effectiveCells();
    double background = 1 - Codes.dot(meanBackground, meanBackground);
    double salient = 1 - Codes.dot(meanSalient, meanSalient);
    return cells > 0 ? background * salient / cells : 0;
  }

  /** The number of equally weighted cells whose means would be as sure. */
  public double effectiveCells() {
    return recency.effectiveCells();
  }

  /** Everything but the settings, for checkpoints. */
  public double[] state() {
    double[] state = new double[SIZE];
    recency.write(state, 0);
    System.arraycopy(meanBackground, 0, state, Recency.SIZE, D);
    System.arraycopy(meanSalient, 0, state, Recency.SIZE + D, D);
    System.arraycopy(meanProduct, 0, state, Recency.SIZE + 2 * D, D * D);
    return state;
  }
}
