package io.scstream.cli;

import io.scstream.ingest.Ingest;
import io.scstream.ingest.TerminalProgress;
import io.scstream.ingest.Topics;
import io.scstream.models.simulate.EventStream;
import io.scstream.simulate.SimulateReport;
import io.scstream.simulate.SimulatedDataset;
import io.scstream.simulate.SimulatedFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scstream simulate}: cells with scripted events, to rehearse alarms with. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Write simulated batches of cells to a topic or a file, and what happens to them.",
      "Doing it twice adds nothing."
    })
public final class SimulateCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Topic of cells (${DEFAULT-VALUE}).")
  private String topic = Topics.CELLS;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Name of the dataset on the topic (${DEFAULT-VALUE}).")
  private String dataset = "simulated";

  @Option(
      names = "--out",
      paramLabel = "FILE.h5ad",
      description = "Write a file that ingest reads, instead of to a topic.")
  private @Nullable Path out;

  @Option(
      names = "--batches-per-file",
      paramLabel = "N",
      description = "Several files, named by their first batch; by default one.")
  private int batchesPerFile = Integer.MAX_VALUE;

  @Mixin private StreamOptions options = new StreamOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Spec
  void describe(CommandSpec itself) {
    spec = itself;
    itself.usageMessage().footer(StreamOptions.eventHelp().toArray(String[]::new));
  }

  @Override
  public Integer call() {
    EventStream stream = options.stream();
    SimulateReport report = out == null ? send(stream) : write(stream, out);
    Output.print(spec, connection.isJson(), report, report::summary);
    return ExitCode.OK;
  }

  private SimulateReport send(EventStream stream) {
    Clock clock = Clock.systemUTC();
    try (Deployment deployment = connection.open()) {
      Ingest ingest =
          new Ingest(
              deployment.client(), clock, TerminalProgress.onStandardError(clock), this::tell);
      return SimulateReport.onTopic(
          stream, ingest.send(new SimulatedDataset(dataset, stream), topic));
    }
  }

  private SimulateReport write(EventStream stream, Path file) {
    SimulatedFiles files = new SimulatedFiles(file, batchesPerFile);
    return SimulateReport.inFiles(
        stream, files.write(stream, TerminalProgress.onStandardError(Clock.systemUTC())));
  }

  private void tell(String note) {
    spec.commandLine().getErr().println(note);
  }
}
