package io.scstream.models.stream;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.random.CounterRandom;
import java.util.Optional;

/**
 * Which cells are never trained on. The answer depends on the cell and the seed alone, so that
 * whoever reads the stream again, for instance to embed it, tells the same cells apart.
 *
 * @param by what the share is taken of; cells without a donor are judged by their own id
 * @param share of cells, or of donors, from 0 to below 1
 */
public record HoldOut(Unit by, double share, long seed) {
  /** What is held out as a whole. */
  public enum Unit {
    /** Single cells: measures how well cells like those seen are described. */
    CELL,
    /** All cells of a donor: measures how well unseen donors are described. */
    DONOR
  }

  /** Checks. */
  public HoldOut {
    checkConfig(
        share >= 0 && share < 1,
        "Invalid hold-out share: %s; expected a number from 0 to below 1",
        share);
  }

  /** Whether the cell is held out. */
  public boolean holds(String cellId, Optional<String> donor) {
    String unit =
        by == Unit.DONOR
            ? donor.map(name -> "donor/" + name).orElse("cell/" + cellId)
            : "cell/" + cellId;
    return CounterRandom.of(seed, 0, "hold-out/" + unit).nextDouble() < share;
  }
}
