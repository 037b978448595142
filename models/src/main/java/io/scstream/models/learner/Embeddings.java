package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Minibatch;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Rotation;
import io.scstream.models.nn.Encoder;
import io.scstream.models.spec.Groups;
import java.util.Arrays;

/**
 * Posterior means and log-variances of a minibatch's cells in both latent spaces. Rows are in the
 * minibatch's order, so background cells come first. Salient codes have a block for each group, in
 * the model's order; those of a target cell are 0 outside of its own group's. Immutable: every
 * accessor gives a copy.
 */
public final class Embeddings {

  private final int cells;
  private final Block background;
  private final Block salient;

  private Embeddings(int cells, Block background, Block salient) {
    this.cells = cells;
    this.background = background;
    this.salient = salient;
  }

  /** Takes the blocks as they are; their arrays must not be touched afterwards. */
  static Embeddings of(int cells, Block background, Block salient) {
    background.check(cells);
    salient.check(cells);
    return new Embeddings(cells, background, salient);
  }

  /**
   * The codes as a gauge publishes them: means are turned, and of the turned variances the diagonal
   * is kept. A code of the first version of a frame stays as it is.
   */
  public Embeddings in(Gauge gauge) {
    return new Embeddings(
        cells,
        background.turned(gauge.background(), cells),
        salient.turned(gauge.salient(), cells));
  }

  public int cells() {
    return cells;
  }

  /** The size of the background space. */
  public int backgroundLatent() {
    return background.size;
  }

  /** The size of the salient spaces of all groups together. */
  public int salientLatent() {
    return salient.size;
  }

  public float[] backgroundMean(int row) {
    return background.row(background.mean, row);
  }

  public float[] backgroundLogVariance(int row) {
    return background.row(background.logVariance, row);
  }

  public float[] salientMean(int row) {
    return salient.row(salient.mean, row);
  }

  public float[] salientLogVariance(int row) {
    return salient.row(salient.logVariance, row);
  }

  /** One latent space, row by row. */
  static final class Block {
    private final int size;
    private final float[] mean;
    private final float[] logVariance;

    Block(int size, float[] mean, float[] logVariance) {
      this.size = size;
      this.mean = mean;
      this.logVariance = logVariance;
    }

    /**
     * Codes of all cells in the spaces of all groups, where target cells keep their own group's
     * alone: elsewhere they are 0 with the smallest variance that an encoder gives. Of background
     * cells it stays what every group's encoder makes of them.
     */
    static Block ofGroups(Block every, Minibatch minibatch, Groups groups) {
      int size = every.size / groups.count();
      for (int row = minibatch.background();
          groups.areSeveral() && row < minibatch.cells();
          row++) {
        int own = row * every.size + minibatch.cell(row).group() * size;
        silence(every, row * every.size, own);
        silence(every, own + size, (row + 1) * every.size);
      }
      return every;
    }

    private static void silence(Block block, int from, int to) {
      Arrays.fill(block.mean, from, to, 0);
      Arrays.fill(block.logVariance, from, to, (float) -Encoder.LOG_VARIANCE_BOUND);
    }

    private void check(int cells) {
      checkInput(
          mean.length == cells * size && logVariance.length == mean.length,
          "Invalid embeddings: %d means and %d log-variances; expected %d of each",
          mean.length,
          logVariance.length,
          cells * size);
    }

    private Block turned(Rotation rotation, int cells) {
      float[] turnedMean = new float[mean.length];
      float[] turnedLogVariance = new float[mean.length];
      for (int row = 0; row < cells; row++) {
        float[] code = rotation.apply(row(mean, row));
        float[] spread = rotation.marginalLogVariances(row(logVariance, row));
        System.arraycopy(code, 0, turnedMean, row * size, size);
        System.arraycopy(spread, 0, turnedLogVariance, row * size, size);
      }
      return new Block(size, turnedMean, turnedLogVariance);
    }

    private float[] row(float[] values, int row) {
      return Arrays.copyOfRange(values, row * size, (row + 1) * size);
    }
  }
}
