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

  @Option(
      names = "--interaction",
      paramLabel = "I",
      description = {
        "Of unseen-pairs and coverage: low-rank, or random, where nothing of a pair can be told",
        "from others (${DEFAULT-VALUE})."
      })
  private String interaction = "low-rank";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = {
        "Of unseen-pairs and coverage: each leaves out another pair of every treatment; 6 are all",
        "(${DEFAULT-VALUE})."
      })
  private int rounds = 1;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = {
        "Models that learn side by side. Of unseen-pairs and coverage they answer together, each",
        "without other pairs that tell how sure answers are: 2 to 5 for intervals. Of independence",
        "and clustering the one is taken whose blocks depend least on each other, on cells that it",
        "learned from (${DEFAULT-VALUE})."
      })
  private int replicas = 3;

  @Option(
      names = "--form",
      paramLabel = "F",
      description = {
        "Of the model in unseen-pairs and coverage: default, network or published",
        "(${DEFAULT-VALUE})."
      })
  private String form = "default";

  String interaction() {
    return interaction;
  }

  int rounds() {
    return rounds;
  }

  int replicas() {
    return replicas;
  }

  String form() {
    return form;
  }

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
