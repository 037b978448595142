package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.data.GeneMap;
import io.scstream.models.data.Minibatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some cells and the codes that a model gave them: whoever loads the model elsewhere embeds the
 * cells again and sees whether it is the same model on that machine. Immutable.
 */
public final class Canary {
  private static final int EMBEDDED_AT_ONCE = 128;

  private final List<Cell> cells;
  private final Codes codes;

  /** Posterior means, row by row. The arrays are not to be written to. */
  static final class Codes {
    private final float[] background;
    private final float[] salient;

    Codes(float[] background, float[] salient) {
      this.background = background;
      this.salient = salient;
    }

    float[] background() {
      return background;
    }

    float[] salient() {
      return salient;
    }
  }

  /** Takes checked content as it is; cells are in the order of a minibatch. */
  Canary(List<Cell> cells, Codes codes) {
    this.cells = List.copyOf(cells);
    this.codes = codes;
    checkInput(
        isFinite(codes.background) && isFinite(codes.salient),
        "Invalid canary: a code is no finite number; expected finite codes");
  }

  /**
   * The codes of these cells under a model.
   *
   * @throws io.scstream.models.ModelException if there is no cell, more than 65,536, one of real
   *     values, or one that the model cannot embed to finite numbers
   */
  public static Canary of(Embedder model, List<Cell> cells) {
    checkInput(
        !cells.isEmpty() && cells.size() <= CanaryFormat.MAX_CELLS,
        "Invalid canary: %d cells; expected 1 to %d",
        cells.size(),
        CanaryFormat.MAX_CELLS);
    cells.forEach(Cell::requireCounts);
    List<Cell> ordered = Minibatch.ordered(cells);
    return new Canary(ordered, codes(model, ordered));
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws io.scstream.models.ModelException if the bytes are anything else
   */
  public static Canary read(byte[] bytes) {
    return CanaryFormat.read(bytes);
  }

  /** A safetensors file. Equal canaries give equal bytes. */
  public byte[] write() {
    return CanaryFormat.write(cells, codes);
  }

  /** The cells, background first, then group by group. */
  public List<Cell> cells() {
    return cells;
  }

  /** The posterior mean of a cell's background code, before any rotation. */
  public float[] backgroundMean(int row) {
    return row(codes.background, row);
  }

  /** The same of its salient code, in the spaces of all groups. */
  public float[] salientMean(int row) {
    return row(codes.salient, row);
  }

  private float[] row(float[] all, int row) {
    int width = all.length / cells.size();
    return Arrays.copyOfRange(all, row * width, (row + 1) * width);
  }

  /** The same cells with the same codes, their genes renumbered as those of a larger model. */
  public Canary moved(GeneMap genes) {
    return new Canary(cells.stream().map(genes::moved).toList(), codes);
  }

  /**
   * The largest absolute difference of any code under this model from the one kept here; infinite
   * if the model's codes are of another size or not finite.
   *
   * @throws io.scstream.models.ModelException if a cell has a gene that the model does not know
   */
  public double maxDifference(Embedder model) {
    Codes now = codes(model, cells);
    return Math.max(
        difference(codes.background, now.background), difference(codes.salient, now.salient));
  }

  private static double difference(float[] kept, float[] now) {
    if (kept.length != now.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < kept.length; i++) {
      double difference = Math.abs((double) kept[i] - now[i]);
      largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
    }
    return largest;
  }

  private static Codes codes(Embedder model, List<Cell> ordered) {
    List<float[]> background = new ArrayList<>();
    List<float[]> salient = new ArrayList<>();
    for (int from = 0; from < ordered.size(); from += EMBEDDED_AT_ONCE) {
      int to = Math.min(ordered.size(), from + EMBEDDED_AT_ONCE);
      Embeddings part = model.embed(Minibatch.of(model.spec().genes(), ordered.subList(from, to)));
      for (int row = 0; row < part.cells(); row++) {
        background.add(part.backgroundMean(row));
        salient.add(part.salientMean(row));
      }
    }
    return new Codes(joined(background), joined(salient));
  }

  private static float[] joined(List<float[]> rows) {
    int width = rows.get(0).length;
    float[] all = new float[Math.multiplyExact(rows.size(), width)];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, all, row * width, width);
    }
    return all;
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
