package io.scstream.cli;

import io.scstream.ingest.GeneSpaceTopic;
import io.scstream.jobs.publish.GrownVersion;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.VersionRef;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scstream models grow}: a version on more genes begins another lineage. */
@Command(
    name = "grow",
    mixinStandardHelpOptions = true,
    description = {
      "Begin another lineage with a version on a larger gene space.",
      "Codes of cells without counts on the new genes stay what they are, which is checked on the"
          + " version's canary. Training goes on from it in a new job by control rollback-to; see"
          + " docs/gene-growth.md."
    },
    footer = {
      "",
      "Example:",
      "  scstream models grow screen@latest --genes genes.tsv --as screen-2 --means means.tsv"
    })
final class GrowCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private ModelsCommand models;

  @Parameters(paramLabel = "NAME@REF", description = "The version to begin with.")
  private String version = "";

  @Option(
      names = "--genes",
      required = true,
      paramLabel = "FILE",
      description =
          "The larger gene space in column order: a gene id a line, and a name after a tab or none."
              + " All genes of the version must be in it, in any order.")
  @SuppressWarnings("NullAway.Init")
  private Path genes;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "NAME",
      description = "The lineage to begin; the store must not know it.")
  private String lineage = "";

  @Option(
      names = "--means",
      paramLabel = "FILE",
      description =
          "Mean counts per cell: gene id, tab, number, a line each, of new genes and, if the cells"
              + " are others than the model's, of all old ones. Genes without begin near 0.")
  private @Nullable Path means;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "Kafka broker to make the gene space known on; by default ingest will.")
  private @Nullable String bootstrap;

  @Override
  public Integer call() {
    GeneSpaceRecord space = GeneLists.space(genes);
    Map<String, Double> expected = means == null ? Map.of() : GeneLists.numbers(means);
    try (ModelStore store = models.open()) {
      ModelManifest from = ModelVersions.find(store, VersionRef.parse(version));
      GrownVersion grown = GrownVersion.of(store, from, space);
      if (bootstrap != null) { // Before the version, which nothing can be trained on without it.
        GeneSpaceTopic.register(Map.of("bootstrap.servers", bootstrap), space);
      }
      print(
          from,
          grown.publish(lineage, expected, Scstream.Version.number(), Clock.systemUTC().instant()));
      return ExitCode.OK;
    }
  }

  private void print(ModelManifest from, GrownVersion.Report report) {
    ModelManifest grown = report.manifest();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", grown.version().toString());
    facts.put("parent", from.version().toString());
    facts.put("gene_space", grown.geneSpace().id());
    facts.put("genes", grown.geneSpace().genes());
    facts.put("genes_added", report.added());
    facts.put("cells_compared", report.cells());
    facts.put("max_difference", report.maxDifference());
    facts.put("registered", bootstrap != null);
    Output.print(
        spec,
        models.isJson(),
        facts,
        () ->
            String.format(
                "%s is %s with %,d more genes, %,d in all, gene space %s%n"
                    + "Codes of %,d cells differ by %s at most%n%s",
                grown.version(),
                from.version(),
                report.added(),
                grown.geneSpace().genes(),
                grown.geneSpace().id(),
                report.cells(),
                report.maxDifference(),
                bootstrap != null
                    ? "The gene space is known on " + bootstrap
                    : "The gene space is in no topic yet: ingest cells on these genes in this"
                        + " order, or name the broker with --bootstrap"));
  }
}
