package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Role;
import org.ejml.simple.SimpleMatrix;

/**
 * How much of what only target cells show can be told from the background code, in units of
 * expression. Let y = log ρ(z, s) be the decoded expression of a cell, s = 0 for background cells;
 * V_B its total variance over background cells, V that over all cells, and R what the best linear
 * map of z leaves of V. Background cells know no more than shared variation, so V − V_B is what
 * targets add, by their spread and by their distance, and V − V_B − R is what z tells of it:
 *
 * <p>share = (V − V_B − R) / (V − V_B).
 *
 * <p>Needs no labels; rotations of the latent spaces leave it as it is. A signal that is in both
 * codes counts, whichever the decoder listens to, and so does one that is in the background code
 * alone. Sums only, so that parts can be merged. Not thread-safe.
 */
public final class DecodedLeakage {

  /** Cells of each role below which nothing is said, beyond two for each latent dimension. */
  private static final int LEAST_CELLS = 10;

  private static final int CELLS = 0;
  private static final int CELLS_OF_BACKGROUND = 1;
  private static final int SQUARES = 2;
  private static final int SQUARES_OF_BACKGROUND = 3;
  private static final int GRAM = 4;

  /**
   * Of a code, whose prior has variance 1: directions with less have collapsed and tell nothing.
   */
  private static final double LEAST_VARIANCE = 1e-6;

  private final int inputs;
  private final int genes;

  /**
   * Counts and sums of squares; then, with u = (1, z), the sum of u uᵀ, that of u yᵀ row by row,
   * and the sum of y over background cells.
   */
  private final double[] sums;

  private DecodedLeakage(int latent, int genes) {
    this.inputs = latent + 1;
    this.genes = genes;
    this.sums = new double[GRAM + inputs * inputs + inputs * genes + genes];
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
   * @param background of it, what the background code tells, in squared nats; below 0 where it
   *     tells less than the variation of background cells
   * @param full all of it: what to judge the share's size by
   */
  public record Effects(double background, double full) {

    /**
     * 0 if the background code tells nothing of what targets add, 1 if all; NaN if they add
     * nothing. Slightly below 0 where shared variation is no linear function of the code.
     */
    public double share() {
      return full > 0 ? background / full : Double.NaN;
    }
  }

  /**
   * Takes in a cell.
   *
   * @param code posterior mean in the background space, [d_z]
   * @param decoded log expression of every cell, row by row
   * @param row of the cell in it
   */
  public void add(Role role, float[] code, float[] decoded, int row) {
    checkInput(
        code.length == inputs - 1 && decoded.length >= (row + 1) * genes,
        "Invalid cell: %d coordinates and %d values; expected %d and %d in each row",
        code.length,
        decoded.length,
        inputs - 1,
        genes);
    boolean isBackground = role == Role.BACKGROUND;
    double squares = 0;
    int cross = GRAM + inputs * inputs;
    for (int i = 0; i < inputs; i++) {
      double u = i == 0 ? 1 : code[i - 1];
      for (int j = 0; j < inputs; j++) {
        sums[GRAM + i * inputs + j] += u * (j == 0 ? 1 : code[j - 1]);
      }
      for (int gene = 0; gene < genes; gene++) {
        sums[cross + i * genes + gene] += u * decoded[row * genes + gene];
      }
    }
    for (int gene = 0; gene < genes; gene++) {
      double value = decoded[row * genes + gene];
      squares += value * value;
      if (isBackground) {
        sums[cross + inputs * genes + gene] += value;
      }
    }
    sums[CELLS]++;
    sums[SQUARES] += squares;
    if (isBackground) {
      sums[CELLS_OF_BACKGROUND]++;
      sums[SQUARES_OF_BACKGROUND] += squares;
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
    return sums[CELLS_OF_BACKGROUND] >= least && sums[CELLS] - sums[CELLS_OF_BACKGROUND] >= least;
  }

  /**
   * Over all cells so far.
   *
   * @throws io.scstream.models.ModelException if there are too few, see {@link #isKnown}
   */
  public Effects effects() {
    checkInput(
        isKnown(),
        "Too few cells for decoded leakage: %d with %d of background; expected %d of each role",
        (int) sums[CELLS],
        (int) sums[CELLS_OF_BACKGROUND],
        LEAST_CELLS + 2 * (inputs - 1));
    int cross = GRAM + inputs * inputs;
    double cells = sums[CELLS];
    double background = sums[CELLS_OF_BACKGROUND];
    double ofAll = (sums[SQUARES] - squaredMeans(cross, cells)) / (cells - 1);
    double ofBackground =
        (sums[SQUARES_OF_BACKGROUND] - squaredMeans(cross + inputs * genes, background))
            / (background - 1);
    double left = (sums[SQUARES] - explained(cross)) / (cells - inputs);
    return new Effects(ofAll - ofBackground - left, ofAll - ofBackground);
  }

  /** n times the squared length of a mean. */
  private double squaredMeans(int at, double cells) {
    double sum = 0;
    for (int gene = 0; gene < genes; gene++) {
      sum += sums[at + gene] * sums[at + gene] / cells;
    }
    return sum;
  }

  /** The sum of squares that least squares explain, intercept included. */
  private double explained(int cross) {
    SimpleMatrix gram = new SimpleMatrix(inputs, inputs);
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < inputs; j++) {
        gram.set(i, j, sums[GRAM + i * inputs + j]);
      }
      gram.set(i, i, gram.get(i, i) + (i == 0 ? 0 : LEAST_VARIANCE * sums[CELLS]));
    }
    SimpleMatrix products = new SimpleMatrix(inputs, genes);
    for (int i = 0; i < inputs; i++) {
      for (int gene = 0; gene < genes; gene++) {
        products.set(i, gene, sums[cross + i * genes + gene]);
      }
    }
    return gram.solve(products).elementMult(products).elementSum();
  }

  /** Everything but the sizes, for checkpoints. */
  public double[] state() {
    return sums.clone();
  }
}
