package io.scstream.cli;

import io.scstream.models.device.EngineThreads;
import io.scstream.speed.SimulatedCells;
import io.scstream.speed.SpeedModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of benches of a learner on simulated cells. */
final class SpeedOptions {
  private static final long SEED = 1;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "SO, MO, CO, MO-CO or CONTRASTIVEVI (${DEFAULT-VALUE}).")
  private String model = "SO";

  @Option(names = "--genes", paramLabel = "N", description = "Of the cells (${DEFAULT-VALUE}).")
  private int genes = 2000;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Cells of a step, half of each role (${DEFAULT-VALUE}).")
  private int batch = 512;

  @Option(
      names = "--density",
      paramLabel = "SHARE",
      description = "Of genes that a cell expresses (${DEFAULT-VALUE}).")
  private double density = 0.08;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Units of a hidden layer (${DEFAULT-VALUE}).")
  private int hidden = 128;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Of the tensor engine, and of a peer (${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean isJson;

  /** Must come before anything loads the engine. */
  void fixThreads() {
    EngineThreads.fix(threads);
  }

  SpeedModel model() {
    return SpeedModel.named(model, genes, hidden);
  }

  SimulatedCells cells() {
    return new SimulatedCells(genes, batch, density, SEED);
  }

  boolean isJson() {
    return isJson;
  }

  /** Progress. */
  void tell(String line) {
    Output.tell(spec, "%s", line);
  }
}
