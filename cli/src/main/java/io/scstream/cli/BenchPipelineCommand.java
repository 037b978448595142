package io.scstream.cli;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.config.ConfigLoader;
import io.scstream.models.device.EngineThreads;
import io.scstream.speed.PipelineBench;
import io.scstream.speed.PipelineReport;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scstream bench pipeline}: what streams, state and store cost. */
@Command(
    name = "pipeline",
    mixinStandardHelpOptions = true,
    description = {
      "Run a training job with broker, Flink and store in this process on the cells of the bundled",
      "screen, sent over and over, in turns with the bare learner on equal minibatches; then tell",
      "how long after a cell its embedding comes at half that load."
    },
    footer = {"", "Example:", "  scstream bench pipeline --cells 60000 --json"})
public final class BenchPipelineCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--cells",
      paramLabel = "N",
      description = "To train on in all pairs, and half as many to embed (${DEFAULT-VALUE}).")
  private long cells = 60_000;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Cells of a step, half of each role; a quarter are new (${DEFAULT-VALUE}).")
  private int batch = 256;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Of the tensor engine (${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Times that job and learner take turns (${DEFAULT-VALUE}).")
  private int pairs = 7;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Of either before it counts (${DEFAULT-VALUE}).")
  private double warmUp = 3;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting of the jobs; repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean isJson;

  @Mixin private BundledScreen screen = new BundledScreen();

  @Override
  public Integer call() {
    EngineThreads.fix(threads);
    PipelineBench.Size size = new PipelineBench.Size(cells, pairs, warmUp);
    ConfigLoader.Loaded loaded = ConfigLoader.load(Optional.empty(), settings());
    try (Deployment deployment = Deployment.temporary()) {
      ConfigLoader.Loaded here = JobOptions.in(deployment, loaded);
      PipelineReport report =
          new PipelineBench(
                  new PipelineBench.Place(
                      deployment.client(),
                      deployment.scratchPath(),
                      here,
                      Platforms.here(here.config()),
                      Clock.systemUTC()),
                  screen.source(),
                  size,
                  this::tell)
              .run();
      Output.print(spec, isJson, report, report::text);
    }
    return ExitCode.OK;
  }

  /** Versions and checkpoints are frequent enough for a run of seconds to pay for both. */
  private List<String> settings() {
    checkConfig(batch > 1, "Invalid batch: %d; expected 2 or more, half of each role", batch);
    List<String> all =
        new ArrayList<>(
            List.of(
                "lineage.name=bench",
                "train.minibatch-size=" + batch / 2,
                "train.new-cells=" + Math.max(1, batch / 4),
                "train.threads=" + threads,
                "train.device=cpu",
                "checkpoint.interval=10s",
                "publish.every-steps=100"));
    all.addAll(settings);
    return all;
  }

  private void tell(String line) {
    Output.tell(spec, "%s", line);
  }
}
