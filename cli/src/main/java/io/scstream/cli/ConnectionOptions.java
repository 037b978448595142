package io.scstream.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that talks to a broker. */
public final class ConnectionOptions {
  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "Kafka broker; by default one inside this process, with its data in --workdir.")
  private @Nullable String bootstrap;

  @Option(
      names = "--workdir",
      paramLabel = "DIR",
      description = "Folder of the embedded broker and the model store (${DEFAULT-VALUE}).")
  private Path workdir = Path.of("scstream-work");

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  /** Connects, or starts the embedded broker. */
  public Deployment open() {
    return bootstrap == null
        ? Deployment.embedded(workdir)
        : Deployment.connected(bootstrap, workdir);
  }

  /** Connects to the broker that the command line names, or else to this one. */
  Deployment open(String otherwise) {
    return Deployment.connected(Objects.requireNonNullElse(bootstrap, otherwise), workdir);
  }

  /** Where the store is unless settings say otherwise. */
  Path storePath() {
    return Deployment.storePath(workdir.toAbsolutePath());
  }

  /** Whether the result is for a machine. */
  public boolean isJson() {
    return json;
  }
}
