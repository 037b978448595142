package io.scstream.speed;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Resident memory early in a long training and at its end.
 *
 * @param first median over steps 1,001 to 2,000, in MiB
 * @param last median over the last 1,000 steps, in MiB
 */
public record MemoryReport(
    String model,
    int genes,
    int batch,
    int steps,
    @JsonProperty("resident_mib_first") double first,
    @JsonProperty("resident_mib_last") double last) {

  /** The last over the first. */
  @JsonProperty("growth")
  public double growth() {
    return last / first;
  }

  /** For people. */
  public String text() {
    return "%s, %,d genes, %d cells a step: %.1f MiB over steps 1,001 to 2,000, %.1f MiB over the last 1,000"
            .formatted(model, genes, batch, first, last)
        + " of %,d (%.4f times)".formatted(steps, growth());
  }
}
