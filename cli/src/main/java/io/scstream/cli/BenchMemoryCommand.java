package io.scstream.cli;

import io.scstream.speed.MemoryBench;
import io.scstream.speed.MemoryReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scstream bench memory}: whether a learner's memory grows with its steps. */
@Command(
    name = "memory",
    mixinStandardHelpOptions = true,
    description = {
      "Take many steps on simulated sparse counts and tell the resident memory early and late.",
      "Give the Java machine a heap that is there from the start, or its growth is in the figure."
    },
    footer = {
      "",
      "Example:",
      "  SCSTREAM_JAVA_OPTS='-XX:+UseParallelGC -Xms512m -Xmx512m -XX:+AlwaysPreTouch' \\",
      "      scstream bench memory --batch 128 --total-steps 100000 --json"
    })
public final class BenchMemoryCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private SpeedOptions options = new SpeedOptions();

  @Option(
      names = "--total-steps",
      paramLabel = "N",
      defaultValue = "100000",
      description = "To take (${DEFAULT-VALUE}).")
  private int steps;

  @Override
  public Integer call() {
    options.fixThreads();
    MemoryReport report =
        new MemoryBench(options.model(), options.cells(), steps, options::tell).run();
    Output.print(spec, options.isJson(), report, report::text);
    return ExitCode.OK;
  }
}
