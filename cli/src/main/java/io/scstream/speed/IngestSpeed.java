package io.scstream.speed;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineThreads;

/**
 * How many cells are read from files and sent in the time of training on one.
 *
 * @param cells of one ingest
 * @param batch cells of a step
 * @param ratio the median over pairs
 */
public record IngestSpeed(
    long cells,
    int genes,
    String model,
    int batch,
    int threads,
    @JsonProperty("cells_per_second") double cellsPerSecond,
    @JsonProperty("train_cells_per_second") double trainCellsPerSecond,
    double ratio,
    int pairs) {
  static IngestSpeed of(SpeedModel model, Minibatch minibatch, int cells, Turns turns) {
    return new IngestSpeed(
        cells,
        model.spec().genes(),
        model.name(),
        minibatch.cells(),
        EngineThreads.count(),
        turns.rate(0),
        turns.rate(1),
        turns.ratio(),
        turns.ratios().size());
  }

  /** For people. */
  public String text() {
    return "%,d cells of %,d genes: %,.0f cells/s sent, %,.0f trained on in steps of %d by %s;%n"
            .formatted(cells, genes, cellsPerSecond, trainCellsPerSecond, batch, model)
        + "%.2f sent in the time of training on one (median of %d pairs)".formatted(ratio, pairs);
  }
}
