package io.scstream.cli;

import io.scstream.bench.FaultBench;
import io.scstream.bench.FaultReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scstream bench faults}: whether faults leave a trace in what a run publishes. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    description = {
      "Kill and hinder the processes of a cluster while it learns and embeds, then compare every",
      "version and every embedding with those of a run without faults. Exit code 1 if they differ."
    },
    footer = {
      "",
      "Examples:",
      "  scstream bench faults --seed 1 --faults 20 --json",
      "  scstream bench faults --compare /tmp/earlier --json"
    })
public final class BenchFaultsCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of the schedule of faults (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--faults", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int faults = 20;

  @Option(
      names = "--compare",
      paramLabel = "DIR",
      description = "Run nothing; compare again what a bench with --dir=DIR has left.")
  private @Nullable Path left;

  @Mixin private BenchOptions bench = new BenchOptions();

  @Override
  public Integer call() {
    if (faults < 1) {
      throw new ParameterException(
          spec.commandLine(), "Invalid --faults: " + faults + "; expected 1 or more");
    }
    FaultBench runs = new FaultBench(bench.subject("faults"), seed, faults, bench::tell);
    FaultReport report =
        left == null ? runs.run(bench.folder("scstream-faults-")) : runs.compareAgain(left);
    Output.print(spec, bench.isJson(), report, report::text);
    return report.isExact() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
