package io.scstream.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells other programs where the broker of a work folder listens, as long as it does. */
public final class AddressFile implements AutoCloseable {
  private static final String NAME = "bootstrap";

  private final Path file;

  private AddressFile(Path file) {
    this.file = file;
  }

  /** Writes {@code host:port} into the folder's file {@value #NAME}. */
  public static AddressFile write(Path folder, String bootstrap) {
    Path file = folder.resolve(NAME);
    try {
      return new AddressFile(Files.writeString(file, bootstrap + "\n"));
    } catch (IOException e) {
      throw new EmbeddedException("Cannot write " + file + ": " + e, e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
