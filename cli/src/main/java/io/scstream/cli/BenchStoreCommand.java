package io.scstream.cli;

import io.scstream.bench.StoreBench;
import io.scstream.config.ScstreamConfig;
import io.scstream.store.ModelStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scstream bench store}: how quick a version is found among many. */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    description = {
      "Publish many small versions and measure how long each way of asking for one takes.",
      "Each look opens the store anew, as a command does. The versions stay where --store says."
    },
    footer = {"", "Example:", "  scstream bench store --versions 10000 --json"})
final class BenchStoreCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--versions",
      paramLabel = "N",
      description = "Of one lineage (${DEFAULT-VALUE}).")
  private int versions = 1_000;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Looks of each kind, whose median counts (${DEFAULT-VALUE}).")
  private int repeats = 41;

  @Option(
      names = "--store",
      paramLabel = "URI",
      description = "A store without the lineage bench; by default a folder that goes afterwards.")
  private @Nullable String store;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (store != null) {
      return measure(store);
    }
    Path folder = Files.createTempDirectory("scstream-bench-store");
    try {
      return measure(folder.toString());
    } finally {
      delete(folder);
    }
  }

  private int measure(String place) {
    ScstreamConfig.Publish publish = settings.load(List.of()).config().publish();
    StoreBench.Report report =
        new StoreBench(() -> ModelStores.open(place, publish.access().options()), versions, repeats)
            .run(Output.counted(spec, versions, "%,d of %,d versions are published"));
    Output.print(
        spec,
        json,
        Map.of(
            "versions", report.versions(),
            "repeats", report.repeats(),
            "first_seconds", report.firstSeconds(),
            "median_ms", report.looks()),
        () -> text(report));
    return ExitCode.OK;
  }

  private static String text(StoreBench.Report report) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%,d versions; the first look took %.1f s, then the median of %d looks was%n",
            report.versions(), report.firstSeconds(), report.repeats()));
    report
        .looks()
        .forEach(
            (kind, look) ->
                text.append(
                    String.format(
                        "%-13s %7.1f ms, of the processor %.1f ms%n",
                        kind, look.wall(), look.cpu())));
    return text.toString().stripTrailing();
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
