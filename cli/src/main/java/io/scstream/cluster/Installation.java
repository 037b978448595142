package io.scstream.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The built product: {@code lib/} for Flink's processes, {@code kafka/} for the broker, {@code
 * jobs/} for what is submitted.
 */
public record Installation(Path home) {

  /**
   * Checks that it is whole.
   *
   * @throws ClusterException that says how to build it
   */
  public Installation {
    home = home.toAbsolutePath().normalize();
    for (Path part : List.of(home.resolve("lib"), home.resolve("kafka"), jobJar(home))) {
      if (!Files.exists(part)) {
        throw new ClusterException(
            "Missing " + part + "; build it with: ./mvnw -q -DskipTests package");
      }
    }
  }

  /** Everything on the class path of Flink's processes. */
  String lib() {
    return home.resolve("lib") + "/*";
  }

  /** Everything on the class path of the broker. */
  String kafka() {
    return home.resolve("kafka") + "/*";
  }

  /** All jobs. */
  Path jobJar() {
    return jobJar(home);
  }

  private static Path jobJar(Path home) {
    return home.resolve("jobs").resolve("scstream-jobs.jar");
  }
}
