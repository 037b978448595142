package io.scstream.cluster;

import io.scstream.embedded.BrokerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** What the processes read, and what they leave behind. */
final class ClusterFiles {
  private final ClusterFolder folder;
  private final ClusterFacts facts;

  ClusterFiles(ClusterFolder folder, ClusterFacts facts) {
    this.folder = folder;
    this.facts = facts;
  }

  /** Everything that a process needs in order to start. */
  void write() {
    folder.make();
    facts.write(folder);
    BrokerSettings.format(folder.kafka());
    Ports ports = facts.ports();
    properties(
        "server.properties",
        BrokerSettings.of(folder.kafka(), ports.bootstrap(), ports.controllerAddress()));
    text("zoo.cfg", zookeeper());
    text("config.yaml", FlinkConfig.yaml(FlinkConfig.of(folder, facts)));
    try (InputStream logging = ClusterFiles.class.getResourceAsStream("log4j2.properties")) {
      Files.copy(
          Objects.requireNonNull(logging),
          folder.conf().resolve("log4j2.properties"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ClusterException("Cannot write to " + folder.conf() + ": " + e, e);
    }
  }

  /** How often a process was started here, this time included. */
  int countStart(ClusterProcess process) {
    int count = starts(process) + 1;
    try {
      Files.writeString(counter(process), String.valueOf(count));
    } catch (IOException e) {
      throw new ClusterException("Cannot write to " + folder.run() + ": " + e, e);
    }
    return count;
  }

  int starts(ClusterProcess process) {
    return starts(folder, process);
  }

  static int starts(ClusterFolder folder, ClusterProcess process) {
    Path counter = folder.run().resolve(process.name() + ".starts");
    try {
      return Files.exists(counter) ? Integer.parseInt(Files.readString(counter).strip()) : 0;
    } catch (IOException | NumberFormatException e) {
      throw new ClusterException("Unreadable " + counter, e);
    }
  }

  /** The newest complete checkpoint of a job. What a crash left unfinished has no metadata. */
  Optional<Path> newestCheckpoint(String jobId) {
    Path ofJob = folder.checkpoints().resolve(jobId);
    if (!Files.isDirectory(ofJob)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.list(ofJob)) {
      return found
          .filter(path -> path.getFileName().toString().matches("chk-\\d+"))
          .filter(path -> Files.exists(path.resolve("_metadata")))
          .max(
              Comparator.comparingLong(
                  path ->
                      Long.parseLong(path.getFileName().toString().substring("chk-".length()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Short ticks: the session of a JobManager that was killed is over within seconds.
  private String zookeeper() {
    return """
    tickTime=500
    clientPort=%d
    clientPortAddress=127.0.0.1
    dataDir=%s
    maxClientCnxns=0
    admin.enableServer=false
    autopurge.snapRetainCount=3
    autopurge.purgeInterval=1
    """
        .formatted(facts.ports().zookeeper(), folder.zookeeper());
  }

  private Path counter(ClusterProcess process) {
    return folder.run().resolve(process.name() + ".starts");
  }

  private void properties(String name, Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    try (Writer out = Files.newBufferedWriter(folder.conf().resolve(name))) {
      properties.store(out, null);
    } catch (IOException e) {
      throw new ClusterException("Cannot write to " + folder.conf() + ": " + e, e);
    }
  }

  private void text(String name, String content) {
    try {
      Files.writeString(folder.conf().resolve(name), content);
    } catch (IOException e) {
      throw new ClusterException("Cannot write to " + folder.conf() + ": " + e, e);
    }
  }
}
