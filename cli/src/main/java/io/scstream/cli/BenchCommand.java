package io.scstream.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code scstream bench}: measurements that anyone can repeat. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure what the documentation states.",
    subcommands = {
      BenchComparativeCommand.class,
      BenchDriftCommand.class,
      BenchEmbedCommand.class,
      BenchFactorizedCommand.class,
      BenchFaultsCommand.class,
      BenchForgettingCommand.class,
      BenchGrowthCommand.class,
      BenchIngestCommand.class,
      BenchMemoryCommand.class,
      BenchPipelineCommand.class,
      BenchPromotionsCommand.class,
      BenchReadoutsCommand.class,
      BenchRehearsalCommand.class,
      BenchSeriesCommand.class,
      BenchStepCommand.class,
      BenchStoreCommand.class
    })
public final class BenchCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Missing bench; expected one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
