package io.scstream.speed;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.scstream.models.device.EngineThreads;

/**
 * How many cells are embedded in the time of training on one.
 *
 * @param ratio the median over pairs
 */
public record EmbedReport(
    String model,
    int genes,
    int batch,
    double density,
    int threads,
    @JsonProperty("cells_per_second") double cellsPerSecond,
    @JsonProperty("train_cells_per_second") double trainCellsPerSecond,
    double ratio,
    int pairs) {
  static EmbedReport of(SpeedModel model, SimulatedCells cells, Turns turns) {
    return new EmbedReport(
        model.name(),
        cells.genes(),
        cells.cells(),
        (double) cells.expressed() / cells.genes(),
        EngineThreads.count(),
        turns.rate(0),
        turns.rate(1),
        turns.ratio(),
        turns.ratios().size());
  }

  /** For people. */
  public String text() {
    return "%s, %,d genes, %d cells at a time: %,.0f cells/s embedded, %,.0f trained on;%n"
            .formatted(model, genes, batch, cellsPerSecond, trainCellsPerSecond)
        + "%.2f embedded in the time of training on one (median of %d pairs)"
            .formatted(ratio, pairs);
  }
}
