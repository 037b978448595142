package io.scstream.models.drift;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.drift.signal.InputQuality;
import java.util.List;
import java.util.Optional;

/**
 * What a monitor follows.
 *
 * @param alarm when to raise it
 * @param referenceBatches first batches, which later ones are compared with; 1 or more. They are
 *     not judged: a reference is closer to its own batches than to others
 * @param stratumCells of a sketch that make a stratum count, 2 or more
 * @param quality input statistics, which know the number of genes
 * @param blocks names of the code spaces that the model has
 * @param shared of them that which must not tell cells of one role from those of the other
 * @param isScored whether the model tells the ELBO of cells
 * @param scalars names of what else is known of a batch
 */
public record MonitorOptions(
    AlarmOptions alarm,
    int referenceBatches,
    int stratumCells,
    InputQuality quality,
    List<String> blocks,
    Optional<String> shared,
    boolean isScored,
    List<Scalar> scalars) {
  /**
   * A number that comes with a batch, transformed to be about normal.
   *
   * @param name such as {@code leakage/domain} or {@code input/unmapped-share}
   * @param sides which values are strange
   */
  public record Scalar(String name, Sides sides) {}

  /** Which values are strange. */
  public enum Sides {
    /** Large ones. */
    UP,
    /** Large and small ones. */
    BOTH
  }

  /** Copies and checks. */
  public MonitorOptions {
    blocks = List.copyOf(blocks);
    scalars = List.copyOf(scalars);
    checkConfig(
        referenceBatches >= 1,
        "Invalid reference batches: %d; expected a positive number",
        referenceBatches);
    checkConfig(
        stratumCells >= 2, "Invalid cells per stratum: %d; expected 2 or more", stratumCells);
  }
}
