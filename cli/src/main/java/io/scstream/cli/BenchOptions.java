package io.scstream.cli;

import io.scstream.bench.BenchCluster;
import io.scstream.cluster.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every bench on a cluster. The cells are those of the bundled screen. */
final class BenchOptions {
  private static final List<String> SMALL =
      List.of(
          "model.hidden=64",
          "train.replay-steps=2",
          "train.threads=1",
          "train.device=cpu",
          "memory.capacity=4000",
          "memory.strata-covariates=[cell_line]",
          "checkpoint.interval=1s",
          "checkpoint.restart-attempts=0",
          "publish.every-steps=50",
          "publish.canary-cells=64");

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "A new folder for what the clusters write; by default a temporary one.")
  private @Nullable Path dir;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting of the jobs; repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean isJson;

  @Mixin private BundledScreen screen = new BundledScreen();

  @Option(
      names = "--home",
      hidden = true,
      defaultValue = "${sys:scstream.cluster.home:-deploy/target/cluster}")
  private Path home = Path.of("deploy/target/cluster");

  boolean isJson() {
    return isJson;
  }

  /** A small model on the bundled cells, with further settings below those of the command line. */
  BenchCluster.Subject subject(String lineage, String... further) {
    List<String> all = new ArrayList<>(SMALL);
    all.add("lineage.name=" + lineage);
    all.addAll(List.of(further));
    all.addAll(settings);
    return new BenchCluster.Subject(
        new Installation(home),
        screen.file(),
        BundledScreen.counts(),
        BundledScreen.columns(),
        all,
        Clock.systemUTC());
  }

  /** Where the clusters write. */
  Path folder(String prefix) {
    if (dir != null) {
      return dir;
    }
    try {
      return Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Progress. */
  void tell(String line) {
    System.err.println(line);
  }
}
