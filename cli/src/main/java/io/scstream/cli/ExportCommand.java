package io.scstream.cli;

import io.scstream.export.EmbeddingExport;
import io.scstream.ingest.Topics;
import io.scstream.store.VersionRef;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scstream export}: embeddings leave as a file that anndata opens. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Write the newest embedding of every cell on the topic to an h5ad file.",
    footer = {"", "Example:", "  scstream export --model screen --out screen-embeddings.h5ad"})
public final class ExportCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Topic of embeddings (${DEFAULT-VALUE}).")
  private String topic = Topics.EMBEDDINGS;

  @Option(names = "--out", required = true, paramLabel = "FILE.h5ad")
  private Path out = Path.of("");

  @Option(names = "--model", paramLabel = "NAME", description = "Only embeddings of this model.")
  private @Nullable String model;

  @Option(names = "--dataset", paramLabel = "NAME", description = "Only cells of this dataset.")
  private @Nullable String dataset;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() {
    String lineage = model == null ? "" : VersionRef.parse(model).lineage();
    String cells = dataset == null ? "" : dataset;
    try (Deployment deployment = connection.open()) {
      EmbeddingExport.Report report =
          new EmbeddingExport(deployment.client(), topic)
              .write(
                  out,
                  row ->
                      (lineage.isEmpty() || row.getLineage().equals(lineage))
                          && (cells.isEmpty() || row.getDataset().equals(cells)));
      Output.print(
          spec,
          connection.isJson(),
          Map.of(
              "out", out.toString(),
              "cells", report.cells(),
              "model", report.model(),
              "versions", report.versions()),
          () -> String.format("%,d cells of %s in %s", report.cells(), report.model(), out));
      return ExitCode.OK;
    }
  }
}
