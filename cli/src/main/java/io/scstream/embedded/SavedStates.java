package io.scstream.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;

/**
 * The checkpoints and savepoints of one job on disk. The job has the same Flink id in every
 * process, so that all of them lie in one place.
 */
public final class SavedStates {
  private static final String COMPLETE = "_metadata";

  private final Path root;
  private final String job;

  /** The states of a job below a common folder. */
  public SavedStates(Path root, String job) {
    this.root = root;
    this.job = job;
  }

  static JobID jobId(String job) {
    UUID uuid = UUID.nameUUIDFromBytes(job.getBytes(StandardCharsets.UTF_8));
    return new JobID(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /** Where savepoints of the job go. */
  public Path savepoints() {
    return root.resolve(jobId(job).toHexString()).resolve("savepoints");
  }

  /** The newest complete state. What a crash left unfinished has no metadata and is passed over. */
  public Optional<Path> newest() {
    Path folder = root.resolve(jobId(job).toHexString());
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.find(folder, 4, (path, facts) -> path.endsWith(COMPLETE))) {
      return files
          .max(Comparator.comparing(SavedStates::modified).thenComparing(Path::toString))
          .map(Path::getParent);
    } catch (IOException e) {
      throw new EmbeddedException("Cannot read the saved states in " + folder, e);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new EmbeddedException("Cannot read " + file, e);
    }
  }
}
