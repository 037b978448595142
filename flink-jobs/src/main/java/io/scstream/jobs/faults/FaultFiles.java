package io.scstream.jobs.faults;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A folder in which a file stands for a fault: as long as it is there, or until it has struck. */
public final class FaultFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What can be asked for. */
  public enum Fault {
    /** The committer fails once before it publishes. */
    BEFORE_PUBLISHING,
    /** The committer fails once after it has published. */
    AFTER_PUBLISHING,
    /** Nothing can be written as long as the file is there. */
    DISK_FULL,
    /** Native code crashes on the cell that the file names: data set, a bar, and the cell's id. */
    NATIVE_CRASH
  }

  private final String folder;

  /** Faults of this folder, which is made. */
  public FaultFiles(Path folder) {
    this.folder = folder.toString();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a fault. */
  public void begin(Fault fault) {
    begin(fault, "");
  }

  /** Begins a fault that strikes something of this name. */
  public void begin(Fault fault, String target) {
    try {
      Files.writeString(file(fault), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the fault is there. */
  public boolean isThere(Fault fault) {
    return Files.exists(file(fault));
  }

  /** What the fault strikes, if it is there. */
  Optional<String> target(Fault fault) {
    try {
      return isThere(fault) ? Optional.of(Files.readString(file(fault))) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the fault. Returns whether it was there. */
  public boolean end(Fault fault) {
    try {
      return Files.deleteIfExists(file(fault));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(Fault fault) {
    return Path.of(folder, fault.name());
  }
}
