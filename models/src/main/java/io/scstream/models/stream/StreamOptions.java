package io.scstream.models.stream;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.memory.StratifiedReservoir;

/** How a stream is turned into steps. */
public record StreamOptions(long seed, Steps steps, HoldOut holdOut, Memories memories) {
  /**
   * The rhythm of the steps.
   *
   * @param minibatchSize cells of each role in a step
   * @param newCells of them new to the model; the rest is replay
   * @param replaySteps further steps on replay alone after each step with new cells
   * @param initialCells seen before the first step: they set the decoder's bias
   * @param cutEvery a version is due after so many steps
   */
  public record Steps(
      int minibatchSize, int newCells, int replaySteps, int initialCells, int cutEvery) {
    /** Checks. */
    public Steps {
      checkConfig(
          newCells >= 1 && newCells <= minibatchSize,
          "Invalid new-cells: %d; expected 1 to the minibatch size, %d",
          newCells,
          minibatchSize);
      checkConfig(replaySteps >= 0, "Invalid replay-steps: %d; expected 0 or more", replaySteps);
      checkConfig(initialCells >= 1, "Invalid initial-cells: %d; expected 1 or more", initialCells);
      checkConfig(cutEvery >= 1, "Invalid cut-every: %d; expected 1 or more", cutEvery);
    }
  }

  /** The sizes of the memories. */
  public record Memories(int replayCapacity, int replayFloor, int holdOutCapacity) {}

  /** The memory that replay draws on. */
  public StratifiedReservoir.Options replayOptions() {
    return new StratifiedReservoir.Options(
        "replay", memories.replayCapacity, memories.replayFloor, seed);
  }

  /** The memory of cells that are never trained on. */
  public StratifiedReservoir.Options holdOutOptions() {
    return new StratifiedReservoir.Options("hold-out", memories.holdOutCapacity, 0, seed);
  }
}
