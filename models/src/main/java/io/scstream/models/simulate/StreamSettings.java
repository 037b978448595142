package io.scstream.models.simulate;

import static io.scstream.models.ModelException.checkConfig;

/**
 * What a stream is like before anything happens to it.
 *
 * @param genes of every cell
 * @param batches technical batches
 * @param cellsPerBatch cells of each batch
 * @param donors that the cells of every batch come from
 * @param treatments of target cells; background cells have none
 * @param states of cells; each has a profile of its own and is told by the covariate
 * @param targetShare expected share of target cells
 * @param intraclass correlation of the latent coordinates of two cells of one batch, from 0 to
 *     below 1: the always-present batch effect, as a share of the variance between cells
 * @param depth expected counts of a cell, over all states, donors and treatments there might be
 * @param seed of all chance
 */
public record StreamSettings(
    int genes,
    int batches,
    int cellsPerBatch,
    int donors,
    int treatments,
    int states,
    double targetShare,
    double intraclass,
    double depth,
    long seed) {

  static final int MOST_GENES = 100_000;

  private static final int MOST_BATCHES = 1_000_000;
  private static final int MOST_CELLS = 100_000;
  private static final int MOST_LABELS = 200;
  private static final double MOST_DEPTH = 1e6;

  /** Checks. */
  public StreamSettings {
    range("genes", genes, 2, MOST_GENES);
    range("batches", batches, 1, MOST_BATCHES);
    range("cells-per-batch", cellsPerBatch, 1, MOST_CELLS);
    range("donors", donors, 1, MOST_LABELS);
    range("treatments", treatments, 1, MOST_LABELS);
    range("states", states, 1, MOST_LABELS);
    checkConfig(
        targetShare >= 0 && targetShare <= 1,
        "Invalid target-share: %s; expected a number from 0 to 1",
        targetShare);
    checkConfig(
        intraclass >= 0 && intraclass < 1,
        "Invalid intraclass: %s; expected a number from 0 to below 1",
        intraclass);
    checkConfig(
        depth >= 1 && depth <= MOST_DEPTH,
        "Invalid depth: %s; expected a number from 1 to 1000000",
        depth);
  }

  private static void range(String name, int value, int lowest, int highest) {
    checkConfig(
        value >= lowest && value <= highest,
        "Invalid %s: %d; expected a whole number from %d to %d",
        name,
        value,
        lowest,
        highest);
  }

  /** All cells of the stream. */
  public long cells() {
    return (long) batches * cellsPerBatch;
  }
}
