package io.scstream.cli;

import picocli.CommandLine.Option;

/** What all tasks of {@code bench factorized} share. */
final class FactorizedOptions {
  @Option(
      names = "--recipe",
      paramLabel = "R",
      description = "Of the cells (${DEFAULT-VALUE}); any other name lists them.")
  private String recipe = "s1";

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Of 256 cells each (${DEFAULT-VALUE}).")
  private int steps = 3000;

  @Option(names = "--cells", paramLabel = "N", description = "To train on (${DEFAULT-VALUE}).")
  private int cells = 12_000;

  String recipe() {
    return recipe;
  }

  int steps() {
    return steps;
  }

  int cells() {
    return cells;
  }
}
