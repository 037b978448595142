package io.scstream.cli;

import io.scstream.speed.StepBench;
import picocli.CommandLine.Option;

/** How two sides of a bench take turns. */
final class TurnOptions {
  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Times that both sides take turns (${DEFAULT-VALUE}).")
  private int pairs = 7;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Of each side in a turn; by default about a second's.")
  private int steps;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Of each side before it counts (${DEFAULT-VALUE}).")
  private double warmUp = 3;

  StepBench.Rhythm rhythm() {
    return new StepBench.Rhythm(pairs, steps, warmUp);
  }
}
