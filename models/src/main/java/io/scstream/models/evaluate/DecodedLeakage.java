package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Role;
import org.ejml.simple.SimpleMatrix;

/**
 * How much of what only target cells show can be told from the background code, in units of
 * expression. Let y = log ρ(z, s) be the decoded expression of a cell, s = 0 for background cells;
 * V its total variance over all cells and V_B that over background cells; R and R_B what the best
 * linear maps of z, one for all cells and one for background cells, leave of them. V − V_B is what
 * targets add, by their spread and by their distance, and R − R_B is what z does not tell of it:
 *
 * <p>share = 1 − (R − R_B) / (V − V_B).
 *
 * <p>Needs no labels; rotations of the latent spaces leave it as it is. A signal that is in both
 * codes counts, whichever the decoder listens to, and so does one that is in the background code
 * alone. Sums only, so that parts can be merged. Not thread-safe.
 */
public final class DecodedLeakage {

  /** Cells of each role below which nothing is said, beyond two for each latent dimension. */
  private static final int LEAST_CELLS = 10;

  /**
   * Of a code, whose prior has variance 1: directions with less have collapsed and tell nothing.
   */
  private static final double LEAST_VARIANCE = 1e-6;

  /** Cells that are worked on at a time. */
  private static final int BLOCK = 64;

  private final int inputs;
  private final int genes;

  /** Of all cells, then of background cells: see {@link #add}. */
  private final double[] sums;

  private DecodedLeakage(int latent, int genes) {
    this.inputs = latent + 1;
    this.genes = genes;
    this.sums = new double[2 * (1 + inputs * inputs + inputs * genes)];
  }

  /** Of no cells. */
  public static DecodedLeakage empty(int latent, int genes) {
    return new DecodedLeakage(latent, genes);
  }

  /** What had this {@link #state}. */
  public static DecodedLeakage restore(int latent, int genes, double[] state) {
    DecodedLeakage restored = new DecodedLeakage(latent, genes);
    checkInput(
        state.length == restored.sums.length,
        "Invalid state: %d numbers; expected %d",
        state.length,
        restored.sums.length);
    System.arraycopy(state, 0, restored.sums, 0, state.length);
    return restored;
  }

  /**
   * What the target cells add.
   *
   * @param background of it, what the background code tells, in squared nats
   * @param full all of it: what to judge the share's size by
   */
  public record Effects(double background, double full) {

    /**
     * 0 if the background code tells nothing of what targets add, 1 if all; NaN if they add
     * nothing. A little outside of that by chance, and where shared variation is not the same
     * function of the code in both roles.
     */
    public double share() {
      return full > 0 ? background / full : Double.NaN;
    }
  }

  /**
   * Takes in cells of one role.
   *
   * @param codes posterior means in the background space, [n, d_z]
   * @param decoded log expression, row by row; that of other cells may stand around it
   * @param first row of these cells in it
   */
  public void add(Role role, float[][] codes, float[] decoded, int first) {
    checkInput(
        decoded.length >= (first + codes.length) * genes,
        "Invalid decoded expression of %d rows: %d values; expected %d of each",
        first + codes.length,
        decoded.length,
        genes);
    for (int from = 0; from < codes.length; from += BLOCK) {
      int end = Math.min(codes.length, from + BLOCK);
      double[][] u = new double[end - from][inputs];
      double[][] y = new double[end - from][genes];
      for (int row = 0; row < u.length; row++) {
        read(codes[from + row], u[row]);
        for (int gene = 0; gene < genes; gene++) {
          y[row][gene] = decoded[(first + from + row) * genes + gene];
        }
      }
      add(0, u, y);
      if (role == Role.BACKGROUND) {
        add(sums.length / 2, u, y);
      }
    }
  }

  /** (1, z). */
  private void read(float[] code, double[] u) {
    checkInput(
        code.length == inputs - 1,
        "Invalid code: %d coordinates; expected %d",
        code.length,
        inputs - 1);
    u[0] = 1;
    for (int i = 0; i < code.length; i++) {
      u[i + 1] = code[i];
    }
  }

  /** With u = (1, z): adds |y|², then u uᵀ, then u yᵀ row by row. */
  private void add(int at, double[][] u, double[][] y) {
    OuterProducts.add(sums, at + 1, 1, u, u);
    OuterProducts.add(sums, at + 1 + inputs * inputs, 1, u, y);
    for (double[] values : y) {
      sums[at] += Codes.dot(values, values);
    }
  }

  /** Both together. */
  public DecodedLeakage mergedWith(DecodedLeakage other) {
    DecodedLeakage merged = restore(inputs - 1, genes, other.sums);
    for (int i = 0; i < sums.length; i++) {
      merged.sums[i] += sums[i];
    }
    return merged;
  }

  /** Whether there are cells enough of both roles to say something. */
  public boolean isKnown() {
    double least = LEAST_CELLS + 2.0 * (inputs - 1);
    double background = cells(sums.length / 2);
    return background >= least && cells(0) - background >= least;
  }

  /**
   * Over all cells so far.
   *
   * @throws io.scstream.models.ModelException if there are too few, see {@link #isKnown}
   */
  public Effects effects() {
    int background = sums.length / 2;
    checkInput(
        isKnown(),
        "Too few cells for decoded leakage: %d with %d of background; expected %d of each role",
        (int) cells(0),
        (int) cells(background),
        LEAST_CELLS + 2 * (inputs - 1));
    double full = variance(0) - variance(background);
    return new Effects(full - (left(0) - left(background)), full);
  }

  private double cells(int at) {
    return sums[at + 1]; // The square of the 1 in u.
  }

  /** The total variance. */
  private double variance(int at) {
    double squares = sums[at];
    int means = at + 1 + inputs * inputs;
    for (int gene = 0; gene < genes; gene++) {
      squares -= sums[means + gene] * sums[means + gene] / cells(at);
    }
    return squares / (cells(at) - 1);
  }

  /** The variance that least squares leave. */
  private double left(int at) {
    SimpleMatrix gram = new SimpleMatrix(inputs, inputs);
    SimpleMatrix products = new SimpleMatrix(inputs, genes);
    int cross = at + 1 + inputs * inputs;
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < inputs; j++) {
        gram.set(i, j, sums[at + 1 + i * inputs + j]);
      }
      gram.set(i, i, gram.get(i, i) + (i == 0 ? 0 : LEAST_VARIANCE * cells(at)));
      for (int gene = 0; gene < genes; gene++) {
        products.set(i, gene, sums[cross + i * genes + gene]);
      }
    }
    double explained = gram.solve(products).elementMult(products).elementSum();
    return (sums[at] - explained) / (cells(at) - inputs);
  }

  /** Everything but the sizes, for checkpoints. */
  public double[] state() {
    return sums.clone();
  }
}
