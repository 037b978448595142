package io.scstream.cli;

import io.scstream.config.ConfigLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the settings of a job come from. */
final class SettingsOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings as YAML; what it leaves out has a default.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, such as train.replay-steps=4; repeatable.")
  private List<String> settings = new ArrayList<>();

  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** Single settings, and below them further ones that the command itself knows. */
  List<String> with(List<String> further) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(further);
    return all;
  }

  /** The settings, with further ones that the command itself knows. */
  ConfigLoader.Loaded load(List<String> further) {
    return ConfigLoader.load(file(), with(further));
  }
}
