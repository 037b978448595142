package io.scstream.cli;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.store.ManifestParser;
import io.scstream.store.ModelExport;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelStores;
import io.scstream.store.ModelVersion;
import io.scstream.store.RunOrigin;
import io.scstream.store.VersionRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
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
    description = {
      "List, find, compare, verify, name, export and collect published model versions.",
      "A version is NAME@NUMBER, or NAME@ followed by latest, promoted, another alias or a tag;"
          + " as-of:TIME for the newest of a time; offset:TOPIC/PARTITION/OFFSET for the last that"
          + " had learned nothing from there on; before-donor:ID for the last that had not seen a"
          + " donor."
    },
    subcommands = {
      VerifyCommand.class,
      DiffCommand.class,
      TagCommand.class,
      GcCommand.class,
      EraseDonorCommand.class,
      PromoteCommand.class,
      GrowCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  scstream models export screen@latest --out screen-model",
      "  scstream models show screen@before-donor:D17 --store s3://lab/models"
    })
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
      paramLabel = "URI",
      description = "The store itself, where it lies elsewhere: a folder, or s3://bucket/prefix.")
  private @Nullable String store;

  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Settings as YAML: publish.store, and how it is reached.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      scope = ScopeType.INHERIT,
      paramLabel = "KEY=VALUE",
      description = "One setting, such as store.endpoint=http://minio:9000; repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print the result as one JSON object.")
  private boolean json;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing subcommand; expected "
            + String.join(", ", spec.commandLine().getSubcommands().keySet()));
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
      name = "as-of",
      mixinStandardHelpOptions = true,
      description = "The manifest of the version that was the newest at a time.")
  int asOf(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "TIME", description = "Such as 2026-03-01T00:00:00Z.") String time) {
    try (ModelStore models = open()) {
      VersionRef ref = VersionRef.asOf(name, time("TIME", time));
      spec.commandLine().getOut().println(ManifestParser.toJson(ModelVersions.find(models, ref)));
      return ExitCode.OK;
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
      ModelVersion found = ModelVersions.find(models, VersionRef.parse(ref)).version();
      VersionRef exact = VersionRef.exact(found.lineage(), found.version());
      ModelManifest manifest = ModelExport.export(models, exact, out);
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

  /**
   * A point in time of the command line.
   *
   * @throws ParameterException if it is none
   */
  Instant time(String option, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid " + option + ": " + text + "; expected a time such as 2026-03-01T00:00:00Z",
          e);
    }
  }

  /** The settings that the command line gives. */
  ScstreamConfig settings() {
    return ConfigLoader.load(Optional.ofNullable(config), settings).config();
  }

  /** The store that is meant, which must be there. */
  ModelStore open() {
    ScstreamConfig.Publish publish = settings().publish();
    String place =
        Optional.ofNullable(store)
            .or(() -> Optional.of(publish.store()).filter(named -> !named.isEmpty()))
            .orElse(workdir.resolve("store").toString());
    if (!ModelStores.isObjectStore(place) && !Files.isDirectory(ModelStores.folder(place))) {
      throw new ParameterException(
          spec.commandLine(),
          "No model store in " + place + "; expected --workdir or --store to name one");
    }
    return ModelStores.existing(place, publish.access().options());
  }
}
