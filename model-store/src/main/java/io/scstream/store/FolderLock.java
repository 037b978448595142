package io.scstream.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * One holder at a time, among all threads of all processes. The operating system frees the lock of
 * a process that dies.
 *
 * <p>A lock on a file keeps other processes out, but not other threads: within a process the second
 * attempt fails, and closing its file frees the lock of the first. So threads take turns before, on
 * an interned string, which is the same object for all stores and class loaders of a process.
 */
final class FolderLock {

  private static final int ATTEMPTS = 2_000;
  private static final long NANOS_BETWEEN = 5_000_000;

  private final Path file;

  FolderLock(Path folder) {
    this.file = folder.resolve(".lock");
  }

  /** What is done while holding the lock. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  <T> T hold(Action<T> action) throws IOException {
    synchronized (("io.scstream.store " + file).intern()) {
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = acquire(channel)) {
        return action.run();
      }
    }
  }

  private FileLock acquire(FileChannel channel) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      LockSupport.parkNanos(NANOS_BETWEEN);
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
    }
    throw new IOException(
        file + " was held by another process for 10 s; expected well under a second");
  }
}
