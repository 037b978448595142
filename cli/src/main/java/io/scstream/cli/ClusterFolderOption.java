package io.scstream.cli;

import io.scstream.cluster.Installation;
import io.scstream.cluster.LocalCluster;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which cluster, and how the result is told; the same for every subcommand of {@code cluster}. */
final class ClusterFolderOption {
  @Option(
      names = "--dir",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "Folder of the cluster (${DEFAULT-VALUE}).")
  private Path folder = Path.of("scstream-cluster");

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print the result as one JSON object.")
  private boolean isJson;

  @Option(
      names = "--home",
      hidden = true,
      scope = ScopeType.INHERIT,
      defaultValue = "${sys:scstream.cluster.home:-deploy/target/cluster}")
  private Path home = Path.of("deploy/target/cluster");

  Path folder() {
    return folder;
  }

  boolean isJson() {
    return isJson;
  }

  Installation installation() {
    return new Installation(home);
  }

  LocalCluster open() {
    return LocalCluster.open(folder, installation());
  }
}
