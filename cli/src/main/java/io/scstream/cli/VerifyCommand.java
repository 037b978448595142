package io.scstream.cli;

import io.scstream.store.ModelStore;
import io.scstream.store.VerifyReport;
import io.scstream.store.VersionRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scstream models verify}: is everything as it was published? */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Read every byte again and compare it with what was published.",
      "Ends with 1 if anything is not as it was."
    },
    footer = {"", "Example:", "  scstream models verify --store s3://lab/models --json"})
final class VerifyCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private ModelsCommand models;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME@REF",
      description = "One version; everything in the store without it.")
  private @Nullable String ref;

  @Override
  public Integer call() {
    try (ModelStore store = models.open()) {
      VerifyReport report = ref == null ? store.verify() : store.verify(VersionRef.parse(ref));
      Output.print(spec, models.isJson(), facts(report), () -> text(report));
      return report.isClean() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static Map<String, Object> facts(VerifyReport report) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("versions", report.manifests());
    facts.put("blobs", report.blobs());
    facts.put("aliases", report.aliases());
    facts.put("bad", report.problems().size());
    facts.put("problems", report.problems());
    return facts;
  }

  private static String text(VerifyReport report) {
    return report.problems().stream().map(String::valueOf).collect(Collectors.joining("\n"))
        + String.format(
            "%s%d manifests, %d files, %d aliases: %s",
            report.isClean() ? "" : "\n",
            report.manifests(),
            report.blobs(),
            report.aliases(),
            report.isClean() ? "all as published" : "damaged");
  }
}
