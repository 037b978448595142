package io.scstream.cli;

import io.scstream.bench.GrowthBench;
import io.scstream.bench.GrowthReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scstream bench growth}: whether memory and time grow with the cells seen. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description = "Send very many cells through a training job on a cluster, and watch it.",
    footer = {"", "Example:", "  scstream bench growth --cells 1000000"})
public final class BenchGrowthCommand implements Callable<Integer> {
  /** Every cell is new once and drawn again now and then; versions and checkpoints are rare. */
  private static final String[] LONG = {
    "train.replay-steps=0",
    "memory.capacity=20000",
    "checkpoint.interval=10s",
    "publish.every-steps=500"
  };

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--cells", paramLabel = "N", description = "At least so many (${DEFAULT-VALUE}).")
  private long cells = 1_000_000;

  @Mixin private BenchOptions bench = new BenchOptions();

  @Override
  public Integer call() {
    if (cells < 1) {
      throw new ParameterException(
          spec.commandLine(), "Invalid --cells: " + cells + "; expected 1 or more");
    }
    GrowthReport report =
        new GrowthBench(bench.subject("growth", LONG), cells, bench::tell)
            .run(bench.folder("scstream-growth-"));
    Output.print(spec, bench.isJson(), report, report::text);
    return ExitCode.OK;
  }
}
