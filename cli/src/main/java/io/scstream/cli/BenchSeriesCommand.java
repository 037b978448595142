package io.scstream.cli;

import io.scstream.bench.BatchFiles;
import io.scstream.ingest.FileCells;
import io.scstream.ingest.IngestException;
import io.scstream.ingest.Topics;
import io.scstream.matrix.MatrixException;
import io.scstream.models.ModelException;
import io.scstream.models.trial.BatchChange;
import io.scstream.models.trial.BatchSeriesTrial;
import io.scstream.models.trial.BatchSeriesTrial.Batch;
import io.scstream.models.trial.BatchSeriesTrial.Detection;
import io.scstream.models.trial.BatchSeriesTrial.Silence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** {@code scstream bench series}: the drift monitor on real batches. */
@Command(
    name = "series",
    mixinStandardHelpOptions = true,
    description = {
      "Send the batches of a file, such as donors, through the drift monitor in random orders: false",
      "alarms, and what is found when the last batches are changed: half of the counts taken away",
      "(depth), three quarters of the counts of one gene in ten (genes), the commonest stratum",
      "(composition), or cells of another file (other). Principal components play the code."
    },
    footer = {
      "",
      "Example:",
      "  scstream bench series onek1k.h5ad --obs role=@target --batch-by donor --stratum cell_type"
    })
public final class BenchSeriesCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "As for bench readouts.")
  private List<Path> files = new ArrayList<>();

  @Mixin private CellOptions cells = new CellOptions();
  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Option(
      names = "--batch-by",
      paramLabel = "COLUMN",
      required = true,
      description = "Annotation that names the batch.")
  private String batchBy = "";

  @Option(
      names = "--parts",
      paramLabel = "N",
      description = "Batches that each value becomes, at random (${DEFAULT-VALUE}).")
  private int parts = 1;

  @Option(
      names = "--stratum",
      paramLabel = "COLUMN",
      description = "Annotation within which cells are compared.")
  private @Nullable String stratum;

  @Option(
      names = "--other",
      paramLabel = "FILE",
      description = "Cells of another study, with the same annotation of the stratum.")
  private @Nullable Path other;

  @Option(
      names = "--rename",
      paramLabel = "FROM=TO",
      split = ",",
      description = "Other names for strata of the other study.")
  private Map<String, String> names = new LinkedHashMap<>();

  @Option(
      names = "--changed",
      paramLabel = "N",
      description = "Batches at the end that are changed (${DEFAULT-VALUE}).")
  private int changed = 10;

  @Option(names = "--orders", paramLabel = "N", description = "Random orders (${DEFAULT-VALUE}).")
  private int orders = 100;

  @Option(
      names = "--run-length",
      paramLabel = "N",
      description = "Batches without a false alarm that are asked for (${DEFAULT-VALUE}).")
  private double runLength = 500;

  @Option(names = "--seed", paramLabel = "S", description = "Of all chance (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() {
    try {
      FileCells read =
          read(files, Stream.of(batchBy, stratum).flatMap(Stream::ofNullable).toList());
      BatchFiles on = BatchFiles.on(read.genes());
      List<Batch> batches = on.byColumn(read, batchBy, parts, Optional.ofNullable(stratum), seed);
      Output.tell(spec, "%d batches of %d cells", batches.size(), read.cells().size());
      BatchSeriesTrial trial = new BatchSeriesTrial(batches, read.genes().size(), runLength, seed);
      Silence silence =
          trial.silence(orders, Output.counted(spec, orders, "  %d of %d orders, without change"));
      Map<String, Detection> found = new LinkedHashMap<>();
      for (Map.Entry<String, List<Batch>> change : changes(on, batches).entrySet()) {
        found.put(
            change.getKey(),
            trial.detection(
                change.getValue(),
                changed,
                orders,
                Output.counted(spec, orders, "  %d of %d orders, " + change.getKey())));
      }
      Output.print(spec, isJson, json(batches.size(), silence, found), () -> text(silence, found));
      return ExitCode.OK;
    } catch (IngestException | MatrixException | ModelException e) {
      return Failures.tell(spec, e);
    }
  }

  private FileCells read(List<Path> paths, List<String> columns) {
    return FileCells.read(paths, reading.options(), cells.options(Topics.CELLS, columns));
  }

  private Map<String, List<Batch>> changes(BatchFiles on, List<Batch> batches) {
    Map<String, List<Batch>> changes = new LinkedHashMap<>();
    for (BatchChange change : BatchChange.values()) {
      changes.put(change.label(), change.of(batches, seed));
    }
    if (other != null) {
      String column = stratum == null ? "" : stratum;
      int size = (int) batches.stream().mapToInt(batch -> batch.cells().size()).average().orElse(1);
      FileCells read = read(List.of(other), stratum == null ? List.of() : List.of(stratum));
      changes.put("other", on.bySize(read, size, column, names, seed));
    }
    return changes;
  }

  private Map<String, Object> json(int batches, Silence silence, Map<String, Detection> found) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("batches", batches);
    json.put("asked", runLength);
    json.put("seed", seed);
    json.put("orders", silence.orders());
    json.put("false_alarms", silence.alarms());
    json.put("promised_false_alarms", silence.promised());
    json.put("strange_batches", silence.strangeBatches());
    json.put("strange_batches_by_signal", silence.strange());
    json.put("changed", changed);
    Map<String, Object> changes = new LinkedHashMap<>();
    found.forEach(
        (name, detection) -> {
          Map<String, Object> change = new LinkedHashMap<>();
          change.put("found_share", detection.found());
          if (!Double.isNaN(detection.medianDelay())) {
            change.put("median_delay", detection.medianDelay());
          }
          change.put("leading_signals", detection.leaders());
          change.put("single_found_share", detection.alone().found());
          change.put("single_leading_signals", detection.alone().leaders());
          changes.put(name, change);
        });
    json.put("changes", changes);
    return json;
  }

  private String text(Silence silence, Map<String, Detection> found) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%d false alarms in %d orders, %d batches called strange; at most %.1f each promised",
                silence.alarms(),
                silence.orders(),
                silence.strangeBatches(),
                silence.promised()));
    found.forEach(
        (name, detection) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%n%-12s found in %3.0f %% of orders, median delay %4.0f: %s"
                        + "%n%-12s called strange in %3.0f %%: %s",
                    name,
                    100 * detection.found(),
                    detection.medianDelay(),
                    detection.leaders(),
                    "  one alone",
                    100 * detection.alone().found(),
                    detection.alone().leaders())));
    return text.toString();
  }
}
