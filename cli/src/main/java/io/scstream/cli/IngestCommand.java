package io.scstream.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scstream.embedded.EmbeddedException;
import io.scstream.ingest.Ingest;
import io.scstream.ingest.IngestException;
import io.scstream.ingest.IngestOptions;
import io.scstream.ingest.IngestReport;
import io.scstream.ingest.TerminalProgress;
import io.scstream.ingest.Topics;
import io.scstream.matrix.MatrixException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scstream ingest}: files become a stream of cells. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = "Put the cells of count files on a topic. Doing it twice adds nothing.",
    footer = {
      "",
      "Example:",
      "  scstream ingest screen.h5ad --layer layers/counts --background control \\",
      "      --obs role=perturbation,treatment=perturbation,covariate=cell_line"
    })
public final class IngestCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "h5ad, 10x HDF5 or directory, loom, or a delimited table.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Topic of cells (${DEFAULT-VALUE}).")
  private String topic = Topics.CELLS;

  @Mixin private CellOptions cells = new CellOptions();
  @Mixin private ReadingOptions reading = new ReadingOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() throws JsonProcessingException {
    try {
      IngestOptions options = cells.options(topic);
      try (Deployment deployment = connection.open()) {
        print(ingest(deployment).run(files, reading.options(), options));
      }
      return ExitCode.OK;
    } catch (IngestException | MatrixException | EmbeddedException e) {
      return Failures.tell(spec, e);
    }
  }

  private Ingest ingest(Deployment deployment) {
    Clock clock = Clock.systemUTC();
    return new Ingest(
        deployment.client(),
        clock,
        TerminalProgress.onStandardError(clock),
        note -> spec.commandLine().getErr().println(note));
  }

  private void print(IngestReport report) throws JsonProcessingException {
    String text =
        connection.isJson() ? new ObjectMapper().writeValueAsString(report) : report.summary();
    spec.commandLine().getOut().println(text);
  }
}
