package io.scstream.models.stream;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.memory.StratifiedReservoir;

/**
 * How a stream is turned into steps.
 *
 * @param canaryCells most cells of the reference whose codes a version carries; 0 for none
 */
public record StreamOptions(
    long seed,
    Steps steps,
    HoldOut holdOut,
    Memories memories,
    Guard guard,
    int canaryCells,
    Leakage leakage,
    OversightOptions oversight) {
  /** Checks. */
  public StreamOptions {
    checkConfig(canaryCells >= 0, "Invalid canary-cells: %d; expected 0 or more", canaryCells);
  }

  /** Without measuring leakage, at one learning rate, and without looking for what is forgotten. */
  public StreamOptions(
      long seed, Steps steps, HoldOut holdOut, Memories memories, Guard guard, int canaryCells) {
    this(seed, steps, holdOut, memories, guard, canaryCells, Leakage.OFF, OversightOptions.NONE);
  }

  /** The same under other oversight. */
  public StreamOptions with(OversightOptions other) {
    return new StreamOptions(seed, steps, holdOut, memories, guard, canaryCells, leakage, other);
  }

  /**
   * How leakage is measured on arriving cells.
   *
   * @param windowCells told of at the first chunk boundary after so many cells; 0 for never
   * @param halfLife cells after which a cell counts half, where measures outlive a window
   */
  public record Leakage(int windowCells, double halfLife) {
    /** Not at all. */
    public static final Leakage OFF = new Leakage(0, 1);

    /** Checks. */
    public Leakage {
      checkConfig(windowCells >= 0, "Invalid window-cells: %d; expected 0 or more", windowCells);
      checkConfig(halfLife > 0, "Invalid half-life: %s; expected a positive number", halfLife);
    }

    boolean isOn() {
      return windowCells > 0;
    }
  }

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

  /**
   * The sizes of the memories.
   *
   * @param replayHorizon cells of a stratum beyond which older ones fade from replay; 0 for never
   */
  public record Memories(
      int replayCapacity,
      int replayFloor,
      long replayHorizon,
      int holdOutCapacity,
      int referenceCapacity) {}

  /**
   * When a run goes back to a point where all was well.
   *
   * @param safePointSteps steps between two such points
   * @param normFactor a gradient this many times its running median counts as wild
   * @param wildSteps wild steps in a row before going back
   * @param badSteps refused steps in a row before going back; one with a loss or a gradient that is
   *     not finite is always enough
   * @param maxRollbacks times it goes back within {@code windowSteps} without proof of the cause;
   *     once more halts the run
   */
  public record Guard(
      int safePointSteps,
      double normFactor,
      int wildSteps,
      int badSteps,
      int maxRollbacks,
      int windowSteps) {
    /** Checks. */
    public Guard {
      checkConfig(
          safePointSteps >= 1, "Invalid safe-point-steps: %d; expected 1 or more", safePointSteps);
      checkConfig(normFactor > 1, "Invalid norm-factor: %s; expected a number above 1", normFactor);
      checkConfig(wildSteps >= 1, "Invalid wild-steps: %d; expected 1 or more", wildSteps);
      checkConfig(badSteps >= 1, "Invalid bad-steps: %d; expected 1 or more", badSteps);
      checkConfig(maxRollbacks >= 0, "Invalid max-rollbacks: %d; expected 0 or more", maxRollbacks);
      checkConfig(windowSteps >= 1, "Invalid window-steps: %d; expected 1 or more", windowSteps);
    }
  }

  /** The bounds of one memory. */
  StratifiedReservoir.Options of(MemoryWatcher.Which memory) {
    return switch (memory) {
      case REPLAY ->
          new StratifiedReservoir.Options(
              "replay",
              memories.replayCapacity,
              memories.replayFloor,
              memories.replayHorizon,
              seed);
      case HOLD_OUT ->
          new StratifiedReservoir.Options("hold-out", memories.holdOutCapacity, 0, 0, seed);
      case REFERENCE ->
          new StratifiedReservoir.Options("reference", memories.referenceCapacity, 0, 0, seed);
    };
  }
}
