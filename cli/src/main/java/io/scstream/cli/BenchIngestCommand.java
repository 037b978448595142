package io.scstream.cli;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.device.EngineThreads;
import io.scstream.speed.IngestBench;
import io.scstream.speed.IngestSpeed;
import io.scstream.speed.StepBench;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scstream bench ingest}: whether cells come in faster than a model learns. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Read copies of the bundled screen and write them to a broker in this process as one dataset,",
      "again and again under a new name, in turns with a learner on the same cells."
    },
    footer = {"", "Example:", "  scstream bench ingest --json"})
public final class BenchIngestCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "SO, MO, CO, MO-CO or CONTRASTIVEVI (${DEFAULT-VALUE}).")
  private String model = "SO";

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Cells of a step, half of each role (${DEFAULT-VALUE}).")
  private int batch = 256;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Of the tensor engine (${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Times that ingest and learner take turns (${DEFAULT-VALUE}).")
  private int pairs = 7;

  @Option(
      names = "--copies",
      paramLabel = "N",
      description = "Of the screen's file that make up one dataset (${DEFAULT-VALUE}).")
  private int copies = 8;

  @Option(
      names = "--ingests",
      paramLabel = "N",
      description = "In a turn; by default about a second's.")
  private int ingests;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Of each side before it counts (${DEFAULT-VALUE}).")
  private double warmUp = 3;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean isJson;

  @Mixin private BundledScreen screen = new BundledScreen();

  @Override
  public Integer call() {
    EngineThreads.fix(threads);
    checkConfig(batch > 1, "Invalid batch: %d; expected 2 or more, half of each role", batch);
    checkConfig(copies > 0, "Invalid copies: %d; expected a positive number", copies);
    StepBench.Rhythm rhythm = new StepBench.Rhythm(pairs, ingests, warmUp);
    try (Deployment deployment = Deployment.temporary()) {
      IngestSpeed speed =
          new IngestBench(
                  deployment.client(),
                  screen.source(),
                  screen.source().copies(deployment.scratchPath(), copies),
                  Clock.systemUTC(),
                  rhythm,
                  this::tell)
              .run(model, batch / 2);
      Output.print(spec, isJson, speed, speed::text);
    }
    return ExitCode.OK;
  }

  private void tell(String line) {
    Output.tell(spec, "%s", line);
  }
}
