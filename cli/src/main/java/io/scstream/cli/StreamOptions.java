package io.scstream.cli;

import io.scstream.models.simulate.Event;
import io.scstream.models.simulate.EventKind;
import io.scstream.models.simulate.EventStream;
import io.scstream.models.simulate.StreamSettings;
import io.scstream.simulate.EventScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a simulated stream is like, and what happens to it. */
final class StreamOptions {
  @Option(
      names = "--genes",
      paramLabel = "N",
      description = "Genes of every cell (${DEFAULT-VALUE}).")
  private int genes = 1000;

  @Option(names = "--batches", paramLabel = "N", description = "Batches (${DEFAULT-VALUE}).")
  private int batches = 100;

  @Option(
      names = "--cells-per-batch",
      paramLabel = "N",
      description = "Cells of each batch (${DEFAULT-VALUE}).")
  private int cells = 256;

  @Option(
      names = "--donors",
      paramLabel = "N",
      description = "Donors that the cells of every batch come from (${DEFAULT-VALUE}).")
  private int donors = 4;

  @Option(
      names = "--treatments",
      paramLabel = "N",
      description = "Treatments of target cells (${DEFAULT-VALUE}).")
  private int treatments = 3;

  @Option(
      names = "--states",
      paramLabel = "N",
      description = "States of cells, which the covariate tells (${DEFAULT-VALUE}).")
  private int states = 3;

  @Option(
      names = "--target-share",
      paramLabel = "SHARE",
      description = "Expected share of target cells (${DEFAULT-VALUE}).")
  private double targetShare = 0.5;

  @Option(
      names = "--intraclass",
      paramLabel = "R",
      description =
          "Correlation of the latent coordinates of two cells of one batch: the batch effect that is"
              + " always there (${DEFAULT-VALUE}).")
  private double intraclass = 0.02;

  @Option(
      names = "--depth",
      paramLabel = "COUNTS",
      description = "Expected counts of an average cell (${DEFAULT-VALUE}).")
  private double depth = 2000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed, settings and events give the same cells (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--event",
      paramLabel = "KIND@BATCHES[:FIELD=VALUE,...]",
      description = "Something that happens, see below; repeatable.")
  private List<String> events = new ArrayList<>();

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "YAML with more of them, as a list named events.")
  private @Nullable Path script;

  EventStream stream() {
    List<Event> all = new ArrayList<>(script == null ? List.of() : EventScript.read(script));
    events.forEach(event -> all.add(Event.parse(event)));
    return EventStream.of(
        new StreamSettings(
            genes,
            batches,
            cells,
            donors,
            treatments,
            states,
            targetShare,
            intraclass,
            depth,
            seed),
        all);
  }

  /** Every kind of event with its fields and their defaults, for people. */
  static List<String> eventHelp() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Events (batches are 50, 50.. to the end, or 50..54, counted from 1):");
    for (EventKind kind : EventKind.values()) {
      String lasts = kind.span() == EventKind.Span.LASTING ? "to the end" : "one batch";
      lines.add("  %s: %s; %s by default".formatted(kind.label(), kind.meaning(), lasts));
      kind.fields().forEach(field -> lines.add("      " + help(field)));
    }
    lines.add("");
    lines.add("Examples:");
    lines.add("  scstream simulate --event batch-effect@30:sd=0.5 --event shift@50:genes=20");
    lines.add("  scstream simulate --out drift.h5ad --event panel@80:drop=0.3 --json");
    lines.add("  scstream ingest drift.h5ad \\");
    lines.add("      --obs role=role,covariate=covariate,treatment=treatment,donor=donor \\");
    lines.add("      --obs batch=batch --control control");
    return lines.stream().map(line -> line.replace("%", "%%")).collect(Collectors.toList());
  }

  private static String help(EventKind.Field field) {
    return "%s=%s: %s; %s"
        .formatted(
            field.name(), field.text(field.fallback()), field.meaning(), field.expectation());
  }
}
