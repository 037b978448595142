package io.scstream.cli;

import io.scstream.embedded.AddressFile;
import io.scstream.embedded.EmbeddedKafka;
import io.scstream.embedded.Workdir;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a command works on: a broker, given or embedded, and the folder beside it. */
public final class Deployment implements AutoCloseable {
  private final String bootstrap;
  private final Path folder;
  private final Optional<Workdir> embedded;

  private Deployment(String bootstrap, Path folder, Optional<Workdir> embedded) {
    this.bootstrap = bootstrap;
    this.folder = folder;
    this.embedded = embedded;
  }

  /** A broker that runs elsewhere. The folder is neither made nor locked. */
  static Deployment connected(String bootstrap, Path folder) {
    return new Deployment(bootstrap, folder.toAbsolutePath(), Optional.empty());
  }

  /** A broker inside this process, with its data in the folder. */
  static Deployment embedded(Path folder) {
    return embedded(Workdir.open(folder));
  }

  /** The same in a new folder, which goes with it. */
  static Deployment temporary() {
    return embedded(Workdir.temporary());
  }

  private static Deployment embedded(Workdir workdir) {
    try {
      EmbeddedKafka kafka = workdir.keep(EmbeddedKafka.start(workdir.kafka()));
      workdir.keep(AddressFile.write(workdir.path(), kafka.bootstrap()));
      return new Deployment(kafka.bootstrap(), workdir.path(), Optional.of(workdir));
    } catch (RuntimeException e) {
      workdir.close();
      throw e;
    }
  }

  public String bootstrap() {
    return bootstrap;
  }

  /** Settings for every Kafka client. */
  public Map<String, Object> client() {
    return Map.of("bootstrap.servers", bootstrap);
  }

  public Path storePath() {
    return storePath(folder);
  }

  /** Where the store is in a folder, if settings do not say otherwise. */
  static Path storePath(Path folder) {
    return folder.resolve("store");
  }

  public Path checkpointsPath() {
    return folder.resolve("checkpoints");
  }

  /** Working files of this process. */
  public Path scratchPath() {
    return folder.resolve("tmp");
  }

  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    embedded.ifPresent(Workdir::close);
  }
}
