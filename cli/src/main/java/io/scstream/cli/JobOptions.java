package io.scstream.cli;

import io.scstream.config.ConfigLoader;
import io.scstream.models.device.EngineThreads;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that runs a job. */
final class JobOptions {
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = "--embedded",
      description = "Use the broker inside this process even if the settings name another.")
  private boolean isEmbedded;

  @Option(names = "--follow", description = "Go on for ever instead of stopping at the end.")
  private boolean isFollowing;

  boolean isFollowing() {
    return isFollowing;
  }

  /** The settings, with further ones that the command itself knows. */
  ConfigLoader.Loaded load(List<String> further) {
    ConfigLoader.Loaded loaded = settings.load(further);
    if (loaded.config().train().threads() > 0) {
      EngineThreads.fix(loaded.config().train().threads());
    }
    return loaded;
  }

  /** The broker that the settings name, unless the command line says otherwise. */
  Deployment open(ConnectionOptions connection, ConfigLoader.Loaded loaded) {
    String named = loaded.config().kafka().bootstrap();
    return named.isEmpty() || isEmbedded ? connection.open() : connection.open(named);
  }

  /** The settings as they hold in that deployment. */
  static ConfigLoader.Loaded in(Deployment deployment, ConfigLoader.Loaded loaded) {
    return loaded.at(
        deployment.bootstrap(),
        deployment.storePath().toString(),
        deployment.checkpointsPath().toUri().toString());
  }
}
