package io.scstream.cli;

import io.scstream.bench.ConditionedCells;
import io.scstream.ingest.FileCells;
import io.scstream.ingest.Topics;
import io.scstream.models.baseline.BaselineSpec;
import io.scstream.models.trial.factor.FactorData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Real cells in place of simulated ones. */
final class FactorizedFiles {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = {
        "Real cells for independence, clustering, unseen-pairs and coverage, as ingest reads them."
      })
  private List<Path> files = new ArrayList<>();

  @Mixin private CellOptions cells = new CellOptions();
  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Option(
      names = "--most-variable",
      paramLabel = "N",
      description = "Genes of real cells to keep (${DEFAULT-VALUE}).")
  private int genes = 500;

  @Option(
      names = "--baseline",
      paramLabel = "B",
      split = ",",
      description = {
        "Models without blocks to cluster the codes of too: i-vae, i-vae-means, beta-vae,",
        "factor-vae; none by default."
      })
  private List<String> baselines = new ArrayList<>();

  /** The baselines to fit. */
  List<BaselineSpec.Kind> baselines() {
    return baselines.stream().map(BaselineSpec.Kind::named).toList();
  }

  boolean areGiven() {
    return !files.isEmpty();
  }

  /**
   * The cells of the files.
   *
   * @throws io.scstream.ingest.IngestException if options do not fit the files
   * @throws io.scstream.matrix.MatrixException if a file cannot be read
   */
  FactorData read(CommandSpec command) {
    FileCells read = FileCells.read(files, reading.options(), cells.options(Topics.CELLS));
    read.notes().forEach(note -> Output.tell(command, "%s", note));
    FactorData data = ConditionedCells.of(read, genes);
    Output.tell(
        command,
        "%s: %d cells to fit, %d to test, %d genes, covariates %s",
        data.name(),
        data.training().size(),
        data.tested().size(),
        data.sizes().genes(),
        data.covariates());
    return data;
  }
}
