package io.scstream.config;

import static io.scstream.config.Check.atLeast;
import static io.scstream.config.Check.check;
import static io.scstream.config.Check.oneOf;

import java.io.Serializable;
import java.util.List;

/**
 * How the batches of a stream are watched for drift, and what an alarm leads to.
 *
 * @param watch whether they are
 * @param onAlarm besides telling and promoting nothing: nothing, raise the learning rate again, or
 *     cut no versions
 * @param ertBatches until a false alarm, on average and at least
 * @param referenceBatches first batches, which later ones are compared with
 * @param minBatches that a signal's history must have before a further one is judged
 * @param cleanBatches that end an alarm which nobody acknowledged
 * @param stratumMinCells of a sketch that make a stratum count
 */
public record DriftConfig(
    boolean watch,
    String onAlarm,
    double ertBatches,
    int referenceBatches,
    int minBatches,
    int cleanBatches,
    int stratumMinCells,
    Batches batches)
    implements Serializable {
  /** A batch sends this many cells into a comparison. */
  private static final int SKETCH = 64;

  public DriftConfig {
    oneOf("input.drift.on-alarm", onAlarm, List.of("notify", "adapt", "pause-publish"));
    check(
        ertBatches > 1 && Double.isFinite(ertBatches),
        "input.drift.ert-batches",
        ertBatches,
        "a number above 1");
    atLeast("input.drift.reference-batches", referenceBatches, 1);
    atLeast("input.drift.min-batches", minBatches, 1);
    atLeast("input.drift.clean-batches", cleanBatches, 1);
    check(
        stratumMinCells >= 2 && stratumMinCells <= SKETCH,
        "input.drift.stratum-min-cells",
        stratumMinCells,
        "a whole number from 2 to " + SKETCH);
  }

  /** Whether an alarm raises the learning rate again. */
  public boolean isAdaptive() {
    return onAlarm.equals("adapt");
  }

  /** Whether no version is cut while an alarm waits. */
  public boolean isPausing() {
    return onAlarm.equals("pause-publish");
  }

  /**
   * What a batch is. Counted in chunks: by a clock, a stream that is read again would be divided
   * otherwise.
   *
   * @param silenceChunks of other batches since its last one, more than which end a batch
   * @param open at a time at most
   * @param minCells that a batch must have to be judged
   */
  public record Batches(int silenceChunks, int open, int minCells) implements Serializable {
    public Batches {
      atLeast("input.drift.batches.silence-chunks", silenceChunks, 1);
      atLeast("input.drift.batches.open", open, 1);
      atLeast("input.drift.batches.min-cells", minCells, 1);
    }
  }
}
