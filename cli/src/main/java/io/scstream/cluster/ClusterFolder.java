package io.scstream.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a cluster: everything that its processes read and write. */
public record ClusterFolder(Path root) {

  /** Makes the folder absolute. */
  public ClusterFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** Configuration of the processes, written at each start. */
  Path conf() {
    return root.resolve("conf");
  }

  /** What the processes say. */
  public Path log() {
    return root.resolve("log");
  }

  /** Process numbers. */
  Path run() {
    return root.resolve("run");
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  Path zookeeper() {
    return root.resolve("zookeeper");
  }

  Path ha() {
    return root.resolve("ha");
  }

  /** Checkpoints, below the id of each job. */
  public Path checkpoints() {
    return root.resolve("checkpoints");
  }

  /** Savepoints of all jobs. */
  public Path savepoints() {
    return root.resolve("savepoints");
  }

  /** The model store. */
  public Path store() {
    return root.resolve("store");
  }

  /** Which chunks native code crashed on. */
  Path ledger() {
    return root.resolve("ledger");
  }

  Path upload() {
    return root.resolve("upload");
  }

  /** Scratch files of one process. */
  Path tmp(ClusterProcess process) {
    return root.resolve("tmp").resolve(process.name());
  }

  /** Whether a cluster was ever started here. */
  boolean exists() {
    return Files.isRegularFile(facts());
  }

  /** Ports and sizes. */
  Path facts() {
    return root.resolve("cluster.properties");
  }

  void make() {
    try {
      for (Path folder :
          List.of(
              conf(),
              log(),
              run(),
              kafka(),
              zookeeper(),
              ha(),
              checkpoints(),
              savepoints(),
              store(),
              upload())) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new ClusterException("Cannot use the folder " + root + ": " + e, e);
    }
  }

  /** Empties the scratch files that an earlier process left behind. */
  void sweep(ClusterProcess process) {
    Path tmp = tmp(process);
    try {
      if (Files.exists(tmp)) {
        try (Stream<Path> files = Files.walk(tmp)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(file);
          }
        }
      }
      Files.createDirectories(tmp);
    } catch (IOException e) {
      throw new ClusterException("Cannot empty " + tmp + ": " + e, e);
    }
  }
}
