package io.scstream.cli;

import io.scstream.bench.ReadoutFolder;
import io.scstream.bench.RealCells;
import io.scstream.ingest.FileCells;
import io.scstream.ingest.IngestException;
import io.scstream.ingest.Topics;
import io.scstream.matrix.MatrixException;
import io.scstream.models.ModelException;
import io.scstream.models.stream.HoldOut;
import io.scstream.models.trial.Contender;
import io.scstream.models.trial.KnownResult;
import io.scstream.models.trial.KnownTrial;
import io.scstream.models.trial.Thresholds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scstream bench readouts}: what codes of real cells tell. */
@Command(
    name = "readouts",
    mixinStandardHelpOptions = true,
    description = {
      "Fit comparative models to the cells of files and ask the codes of held-out cells for what",
      "is known of them: role, label and shared annotation, from either code; with loss,",
      "dependence, salient silence, decoded leakage and active units."
    },
    footer = {
      "",
      "Examples:",
      "  scstream bench readouts kang.h5ad --background control --obs role=condition \\",
      "      --shared cell_type --seeds 0..2",
      "  scstream bench readouts screen.h5ad --layer layers/counts --background control \\",
      "      --obs role=perturbation --label perturbation --shared cell_line --model SO,MO-CO",
      "  scstream bench readouts matrix --feature-type 'Gene Expression' --annotations \\",
      "      cells.csv.gz --background non-targeting --obs role=target --label target --json"
    })
public final class BenchReadoutsCommand implements Callable<Integer> {
  private static final int TOLD_STEPS = 500;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "h5ad, 10x HDF5 or directory, loom, or a delimited table.")
  private List<Path> files = new ArrayList<>();

  @Mixin private CellOptions cells = new CellOptions();
  @Mixin private ReadingOptions reading = new ReadingOptions();
  @Mixin private SeedOptions seeds = new SeedOptions();

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "Annotation that tells target cells apart, such as the perturbation.")
  private @Nullable String label;

  @Option(
      names = "--shared",
      paramLabel = "COLUMN",
      description = "Annotation that background cells have too, such as the cell type.")
  private @Nullable String shared;

  @Option(
      names = "--model",
      paramLabel = "M",
      split = ",",
      description = "SO, MO, CO, MO-CO, CONTRASTIVEVI, MM, TC, SRB (${DEFAULT-VALUE}).")
  private List<String> models = List.of("SO", "MO-CO", "CONTRASTIVEVI");

  @Option(
      names = "--most-variable",
      paramLabel = "N",
      description = "Genes to keep, by Pearson residuals of the cells to fit (${DEFAULT-VALUE}).")
  private int genes = 2000;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Of 128 cells of each role (${DEFAULT-VALUE}).")
  private int steps = 3000;

  @Option(
      names = "--threshold",
      paramLabel = "K",
      description = "Of the constraint on dependence (${DEFAULT-VALUE}).")
  private double threshold = 0.01;

  @Option(
      names = "--match-threshold",
      paramLabel = "K",
      description = {
        "Of the constraint on the difference between the background codes of both roles; 0: no such",
        "constraint (${DEFAULT-VALUE})."
      })
  private double match = 0;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description = "Share of cells that no fit sees (${DEFAULT-VALUE}).")
  private double heldOut = 0.1;

  @Option(
      names = "--write",
      paramLabel = "DIR",
      description = "A folder for cells and codes, as benchmarks/scvi_parity.py reads them.")
  private @Nullable Path folder;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() {
    try {
      List<Contender> contenders = models.stream().map(Contender::named).toList();
      List<Long> all = seeds.all(spec);
      RealCells real = read();
      Optional<ReadoutFolder> written =
          Optional.ofNullable(folder).map(path -> ReadoutFolder.create(path, real));
      Thresholds thresholds = new Thresholds(threshold, match);
      ReadoutTable table = new ReadoutTable(real, steps);
      for (Contender model : contenders) {
        for (long seed : all) {
          KnownTrial trial = new KnownTrial(real.cells(), model, seed, steps, thresholds);
          table.add(trial, run(trial, written));
        }
      }
      Output.print(spec, isJson, table.json(), table::text);
      return ExitCode.OK;
    } catch (IngestException | MatrixException | ModelException e) {
      return Failures.tell(spec, e);
    }
  }

  private RealCells read() {
    List<String> columns = Stream.of(label, shared).flatMap(Stream::ofNullable).toList();
    FileCells read = FileCells.read(files, reading.options(), cells.options(Topics.CELLS, columns));
    read.notes().forEach(note -> Output.tell(spec, "%s", note));
    RealCells real =
        RealCells.of(
            read,
            new RealCells.Choice(
                genes,
                new HoldOut(HoldOut.Unit.CELL, heldOut, 42),
                Optional.ofNullable(label),
                Optional.ofNullable(shared)));
    Output.tell(
        spec,
        "%s: %d cells to fit, %d held out, %d without counts left out; %d of %d genes",
        real.dataset(),
        real.cells().fitted().size(),
        real.cells().heldOut().size(),
        real.empty(),
        real.genes().size(),
        read.genes().size());
    return real;
  }

  private KnownResult run(KnownTrial trial, Optional<ReadoutFolder> written) {
    String model = trial.model().label();
    Output.tell(spec, "%s, seed %d, %d steps", model, trial.seed(), trial.steps());
    KnownResult result =
        trial.run(
            step -> {
              if (step % TOLD_STEPS == 0) {
                Output.tell(spec, "  step %d", step);
              }
            },
            fitted -> written.ifPresent(to -> to.writeCodes(model, trial.seed(), fitted)));
    Output.tell(
        spec,
        "  loss %.1f and %.1f; role from z %.3f, from s %.3f",
        result.elboBackground(),
        result.elboTarget(),
        result.role().background().probe().balancedAccuracy(),
        result.role().salient().probe().balancedAccuracy());
    return result;
  }
}
