package io.scstream.cli;

import io.scstream.speed.PeerKind;
import io.scstream.speed.PeerProgram;
import io.scstream.speed.StepBench;
import io.scstream.speed.StepReport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scstream bench step}: how fast a model learns. */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    description = {
      "Measure a learner's steps on simulated sparse counts, beside the least time that they could",
      "take on this machine and, with --peer, in turns with another program on the same cells.",
      "pytorch is SO-cVAE in eager PyTorch, scvi is ContrastiveVI of scvi-tools, whatever --model."
    },
    footer = {
      "",
      "Example:",
      "  scstream bench step --model SO --peer pytorch --python venv/bin/python --json"
    })
public final class BenchStepCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private SpeedOptions options = new SpeedOptions();

  @Mixin private TurnOptions turns = new TurnOptions();

  @Option(names = "--peer", paramLabel = "P", description = "pytorch or scvi; by default none.")
  private @Nullable String peer;

  @Option(
      names = "--python",
      paramLabel = "PATH",
      defaultValue = "${env:SCSTREAM_PEER_PYTHON:-python3}",
      description = {
        "A Python that can import the peer; by default that of the variable",
        "SCSTREAM_PEER_PYTHON, or else python3."
      })
  private String python = "python3";

  @Option(
      names = "--benchmarks",
      hidden = true,
      defaultValue = "${sys:scstream.benchmarks:-benchmarks}")
  private Path benchmarks = Path.of("benchmarks");

  @Override
  public Integer call() {
    options.fixThreads();
    Optional<PeerProgram> beside =
        Optional.ofNullable(peer)
            .map(
                name ->
                    new PeerProgram(PeerKind.named(name), python, benchmarks.resolve("peer.py")));
    StepReport report =
        new StepBench(options.model(), options.cells(), turns.rhythm(), options::tell).run(beside);
    Output.print(spec, options.isJson(), report.json(), report::text);
    return ExitCode.OK;
  }
}
