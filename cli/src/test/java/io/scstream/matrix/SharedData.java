package io.scstream.matrix;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the data sets that are not part of the repository. */
final class SharedData {
  private static final Path FOLDER =
      Path.of(System.getProperty("scstream.data", "../../shared/data"))
          .toAbsolutePath()
          .normalize();

  private SharedData() {}

  /** A data set, or a skipped test. */
  static Path path(String name) {
    Path path = FOLDER.resolve(name);
    assumeTrue(Files.exists(path), "no data set " + path);
    return path;
  }
}
