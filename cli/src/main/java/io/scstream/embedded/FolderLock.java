package io.scstream.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a folder for one owner at a time, by a locked file that names the owner's process. */
final class FolderLock implements AutoCloseable {
  // The system gives up a process's lock on a file as soon as the process closes any handle of that
  // file. So a second taker in this process must be told apart before it touches the file.
  private static final Set<Path> TAKEN_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes an existing folder.
   *
   * @throws EmbeddedException if it is taken already
   */
  static FolderLock take(Path folder) throws IOException {
    Path file = folder.toRealPath().resolve("scstream.lock");
    if (!TAKEN_HERE.add(file)) {
      throw taken(folder, String.valueOf(ProcessHandle.current().pid()));
    }
    try {
      return new FolderLock(file, locked(file));
    } catch (IOException | RuntimeException e) {
      TAKEN_HERE.remove(file);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      TAKEN_HERE.remove(file);
    }
  }

  private static FileChannel locked(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      try (channel) {
        throw taken(file.resolveSibling(""), Files.readString(file).strip());
      }
    }
    channel.truncate(0);
    String pid = ProcessHandle.current().pid() + "\n";
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
    return channel;
  }

  private static EmbeddedException taken(Path folder, String pid) {
    return new EmbeddedException(
        "The folder %s is in use by process %s; end that one first, or name another folder"
            .formatted(folder, pid));
  }
}
