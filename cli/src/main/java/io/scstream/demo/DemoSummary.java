package io.scstream.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * What a demo amounted to, every number counted from the topics and the store. The bounds are nats
 * per held-out cell; higher is better.
 */
public record DemoSummary(
    @JsonUnwrapped Cells cells,
    @JsonUnwrapped Model model,
    double seconds,
    String store,
    String workdir) {
  /** What became of the cells on the topic; each counts once. */
  public record Cells(
      @JsonProperty("cells_in") long in,
      @JsonProperty("cells_trained") long trained,
      @JsonProperty("cells_rejected") long rejected,
      @JsonProperty("cells_held_out") long heldOut,
      @JsonProperty("embeddings") long embeddings) {}

  /** What became of the model. */
  public record Model(
      @JsonProperty("steps") long steps,
      @JsonProperty("versions") int versions,
      @JsonProperty("elbo_first") double elboFirst,
      @JsonProperty("elbo_last") double elboLast) {}

  /** For people. */
  public String text() {
    return String.format(
        "%,d cells in: %,d trained on, %,d held out, %,d rejected; %,d embeddings%n"
            + "%,d steps, %d model versions; ELBO of held-out cells %.2f -> %.2f nats per cell%n"
            + "%.0f seconds%nstore   %s%nworkdir %s",
        cells.in,
        cells.trained,
        cells.heldOut,
        cells.rejected,
        cells.embeddings,
        model.steps,
        model.versions,
        model.elboFirst,
        model.elboLast,
        seconds,
        store,
        workdir);
  }
}
