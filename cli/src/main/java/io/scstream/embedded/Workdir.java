package io.scstream.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds an embedded deployment, used by one process at a time.
 *
 * <pre>{@code
 * try (Workdir workdir = Workdir.open(Path.of("scstream-work"))) {
 *   EmbeddedKafka kafka = workdir.keep(EmbeddedKafka.start(workdir.kafka()));
 * }
 * }</pre>
 *
 * <p>It is closed at the latest when the process ends in order or by a signal.
 */
public final class Workdir implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workdir.class);

  private final Path folder;
  private final boolean temporary;
  private final FolderLock lock;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Thread hook = new Thread(this::release, "workdir-close");
  private boolean closed;

  private Workdir(Path folder, boolean temporary, FolderLock lock) {
    this.folder = folder;
    this.temporary = temporary;
    this.lock = lock;
  }

  /** Opens a folder, which is made where needed. What it holds stays after {@link #close}. */
  public static Workdir open(Path folder) {
    try {
      return open(Files.createDirectories(folder).toRealPath(), false);
    } catch (IOException e) {
      throw new EmbeddedException("Cannot use the work folder " + folder + ": " + e, e);
    }
  }

  /** A new folder that is deleted on {@link #close}. */
  public static Workdir temporary() {
    try {
      return open(Files.createTempDirectory("scstream-").toRealPath(), true);
    } catch (IOException e) {
      throw new EmbeddedException("Cannot make a temporary work folder: " + e, e);
    }
  }

  private static Workdir open(Path folder, boolean temporary) throws IOException {
    Workdir workdir = new Workdir(folder, temporary, FolderLock.take(folder));
    try {
      workdir.prepare();
      Runtime.getRuntime().addShutdownHook(workdir.hook);
      return workdir;
    } catch (IOException | RuntimeException e) {
      workdir.release();
      throw e;
    }
  }

  public Path path() {
    return folder;
  }

  /** Data of the embedded broker. */
  public Path kafka() {
    return folder.resolve("kafka");
  }

  /** Flink's checkpoints. */
  public Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  /** The model store. */
  public Path store() {
    return folder.resolve("store");
  }

  /** Scratch space, empty at the start. */
  public Path tmp() {
    return folder.resolve("tmp");
  }

  /** Closes the part together with this folder: before the lock goes, and the last part first. */
  public synchronized <T extends AutoCloseable> T keep(T part) {
    if (closed) {
      throw new IllegalStateException("The work folder " + folder + " is closed");
    }
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    release();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The process is ending, its hooks stay", e);
    }
  }

  private synchronized void release() {
    if (closed) {
      return;
    }
    closed = true;
    parts.forEach(Workdir::close);
    try (lock) {
      if (temporary) {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // A part that fails to close must not keep the others open.
  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("Could not close {}", part, e);
    }
  }

  private void prepare() throws IOException {
    delete(tmp());
    for (Path part : new Path[] {kafka(), checkpoints(), store(), tmp()}) {
      Files.createDirectories(part);
    }
  }

  private static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
