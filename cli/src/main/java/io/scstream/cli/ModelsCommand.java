package io.scstream.cli;

import io.scstream.store.FileModelStore;
import io.scstream.store.ManifestParser;
import io.scstream.store.ModelExport;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.RunOrigin;
import io.scstream.store.VerifyReport;
import io.scstream.store.VersionRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code scstream models}: what the store holds. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "List, show, verify, promote, grow and export published model versions.",
    subcommands = {PromoteCommand.class, GrowCommand.class},
    footer = {"", "Example:", "  scstream models export screen@latest --out screen-model"})
public final class ModelsCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--workdir",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "Work folder that holds the store (${DEFAULT-VALUE}).")
  private Path workdir = Path.of("scstream-work");

  @Option(
      names = "--store",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "The store itself, where it lies elsewhere.")
  private @Nullable Path store;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print the result as one JSON object.")
  private boolean json;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing subcommand; expected list, show, verify, promote, grow or export");
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "All versions.")
  int list(@Parameters(arity = "0..1", paramLabel = "NAME") @Nullable String name) {
    try (ModelStore models = open()) {
      List<ModelManifest> versions =
          (name == null ? models.lineages() : List.of(name))
              .stream().flatMap(lineage -> models.list(lineage).stream()).toList();
      Output.print(
          spec,
          json,
          Map.of("versions", versions.stream().map(ModelsCommand::facts).toList()),
          () ->
              versions.isEmpty()
                  ? "No version is published yet"
                  : versions.stream().map(Output::versionLine).collect(Collectors.joining("\n")));
      return ExitCode.OK;
    }
  }

  private static Map<String, Object> facts(ModelManifest manifest) {
    return Map.of(
        "version", manifest.version().toString(),
        "sha256", manifest.sha256(),
        "cells_trained", manifest.training().cellsTrained(),
        "created_at", manifest.written().createdAt().toString(),
        "run", run(manifest));
  }

  private static String run(ModelManifest manifest) {
    RunOrigin origin = manifest.written().origin();
    return origin == null ? "" : origin.run();
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "One manifest, whole.")
  int show(@Parameters(paramLabel = "NAME@REF") String ref) {
    try (ModelStore models = open()) {
      ModelManifest manifest = ModelVersions.find(models, VersionRef.parse(ref));
      spec.commandLine().getOut().println(ManifestParser.toJson(manifest));
      return ExitCode.OK;
    }
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Read every byte again and compare it with what was published.")
  int verify(@Parameters(arity = "0..1", paramLabel = "NAME@REF") @Nullable String ref) {
    try (ModelStore models = open()) {
      VerifyReport report = ref == null ? models.verify() : models.verify(VersionRef.parse(ref));
      Output.print(
          spec,
          json,
          report,
          () ->
              report.problems().stream().map(String::valueOf).collect(Collectors.joining("\n"))
                  + String.format(
                      "%s%d manifests, %d files, %d aliases: %s",
                      report.isClean() ? "" : "\n",
                      report.manifests(),
                      report.blobs(),
                      report.aliases(),
                      report.isClean() ? "all as published" : "damaged"));
      return report.isClean() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Write one version as a folder of safetensors, genes, manifest and card.")
  int export(
      @Parameters(paramLabel = "NAME@REF") String ref,
      @Option(names = "--out", required = true, paramLabel = "DIR") Path out) {
    try (ModelStore models = open()) {
      ModelVersions.find(models, VersionRef.parse(ref));
      ModelManifest manifest = ModelExport.export(models, VersionRef.parse(ref), out);
      Output.print(
          spec,
          json,
          Map.of("version", manifest.version().toString(), "out", out.toString()),
          () -> manifest.version() + " in " + out);
      return ExitCode.OK;
    }
  }

  boolean isJson() {
    return json;
  }

  ModelStore open() {
    Path folder = Optional.ofNullable(store).orElse(workdir.resolve("store"));
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(
          spec.commandLine(),
          "No model store in " + folder + "; expected --workdir or --store to name one");
    }
    return FileModelStore.open(folder);
  }
}
