package io.scstream.cli;

import io.scstream.speed.EmbedBench;
import io.scstream.speed.EmbedReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code scstream bench embed}: how fast a model embeds. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description = {
      "Embed simulated sparse counts with a model, in turns with steps of training on them."
    },
    footer = {"", "Example:", "  scstream bench embed --genes 2000 --batch 512 --json"})
public final class BenchEmbedCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private SpeedOptions options = new SpeedOptions();

  @Mixin private TurnOptions turns = new TurnOptions();

  @Override
  public Integer call() {
    options.fixThreads();
    EmbedReport report =
        new EmbedBench(options.model(), options.cells(), turns.rhythm(), options::tell).run();
    Output.print(spec, options.isJson(), report, report::text);
    return ExitCode.OK;
  }
}
