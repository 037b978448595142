package io.scstream.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder on a POSIX file system. Everything is written and synced under {@code staging} first and
 * becomes visible by a link or a rename, so a reader sees whole files or none, and what a crash
 * leaves behind lies where {@link #collect} finds it.
 */
final class FileStorage implements Storage {

  private final Path root;
  private final FileOperations operations;

  FileStorage(Path root, FileOperations operations) {
    this.root = root;
    this.operations = operations;
  }

  @Override
  public Staging stage(ModelVersion version) {
    String token = version.lineage() + "/" + version.version() + "-" + UUID.randomUUID();
    Path folder = staging().resolve(token);
    try {
      checkRoot();
      operations.createFolder(folder);
    } catch (IOException e) {
      throw StoreException.io("create " + folder, e);
    }
    return new StagingArea(version, token, new Place(folder));
  }

  @Override
  public void adopt(StagedVersion staged, String name, BlobRef blob) {
    Path source = staging().resolve(staged.token()).resolve(name);
    Path target = root.resolve(Names.blob(blob));
    try {
      if (!isWhole(target, blob)) {
        Adoption.check(staged, name, hash(source));
        durableFolder(target);
        linked(target, source); // Stays in staging too: what is collected can be put back.
      }
      operations.syncFolder(folderOf(target));
    } catch (NoSuchFileException e) {
      requireRoot(source);
      // Somebody else may publish the same staged files, and have moved this one just now.
      if (!Files.exists(target)) {
        throw Adoption.missing(staged, name);
      }
    } catch (IOException e) {
      throw StoreException.io("move " + source + " to " + target, e);
    }
  }

  @Override
  public void discard(StagedVersion staged) {
    Path folder = staging().resolve(staged.token());
    try {
      delete(folder);
    } catch (IOException e) {
      throw StoreException.io("delete " + folder, e);
    }
  }

  @Override
  public int collect(String lineage, Instant before) {
    int collected = 0;
    try {
      for (Path attempt : children(staging().resolve(lineage))) {
        if (lastChange(attempt).isBefore(before)) {
          delete(attempt);
          collected++;
        }
      }
    } catch (IOException e) {
      throw StoreException.io("collect " + staging(), e);
    }
    return collected;
  }

  @Override
  public boolean createOnce(String path, byte[] content) {
    Path target = root.resolve(path);
    try {
      checkRoot();
      durableFolder(target);
      return written(
          target,
          content,
          temporary -> {
            boolean isCreated = linked(target, temporary);
            operations.syncFolder(folderOf(target));
            return isCreated;
          });
    } catch (UnsupportedOperationException e) {
      throw new StoreException(
          StoreException.Category.IO,
          "Cannot create " + target + ": expected a file system with hard links",
          e);
    } catch (IOException e) {
      throw StoreException.io("create " + target, e);
    }
  }

  @Override
  public boolean replace(String path, Optional<byte[]> expected, byte[] content) {
    Path target = root.resolve(path);
    try {
      checkRoot();
      durableFolder(target);
      return new FolderLock(folderOf(target))
          .hold(
              () ->
                  Arrays.equals(read(path).orElse(null), expected.orElse(null))
                      && written(target, content, temporary -> renamed(target, temporary)));
    } catch (IOException e) {
      throw StoreException.io("replace " + target, e);
    }
  }

  @Override
  public Optional<byte[]> read(String path) {
    try (InputStream in = Files.newInputStream(root.resolve(path))) {
      return Optional.of(Storage.readSmall(path, in));
    } catch (NoSuchFileException e) {
      requireRoot(root.resolve(path));
      return Optional.empty();
    } catch (IOException e) {
      throw StoreException.io("read " + root.resolve(path), e);
    }
  }

  @Override
  public Optional<InputStream> open(String path) {
    try {
      return Optional.of(new BufferedInputStream(Files.newInputStream(root.resolve(path))));
    } catch (NoSuchFileException e) {
      requireRoot(root.resolve(path));
      return Optional.empty();
    } catch (IOException e) {
      throw StoreException.io("open " + root.resolve(path), e);
    }
  }

  @Override
  public void delete(String path) {
    Path target = root.resolve(path);
    try {
      checkRoot();
      if (Files.exists(target)) {
        operations.deleteIfExists(target);
        operations.syncFolder(folderOf(target));
      }
    } catch (IOException e) {
      throw StoreException.io("delete " + target, e);
    }
  }

  @Override
  public List<String> list(String folder) {
    try {
      checkRoot();
      return children(root.resolve(folder)).stream()
          .map(child -> String.valueOf(child.getFileName()))
          .filter(name -> !name.startsWith("."))
          .toList();
    } catch (IOException e) {
      throw StoreException.io("list " + root.resolve(folder), e);
    }
  }

  /** A folder that was moved away or unmounted is out of reach, not empty, and not made anew. */
  private void checkRoot() throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException(root.toString(), null, "the folder of the store is gone");
    }
  }

  private void requireRoot(Path wanted) {
    try {
      checkRoot();
    } catch (IOException e) {
      throw StoreException.io("reach " + wanted, e);
    }
  }

  private Path staging() {
    return root.resolve("staging");
  }

  /** A blob of the wrong size is refused, not replaced: something else is wrong then. */
  private boolean isWhole(Path target, BlobRef blob) throws IOException {
    if (!Files.exists(target)) {
      return false;
    }
    long bytes = Files.size(target);
    if (bytes != blob.bytes()) {
      throw StoreException.corrupt(
          target + " is damaged: found " + bytes + " bytes; expected " + blob.bytes());
    }
    return true;
  }

  /** Brings a whole, durable file under its name; what could not be used is deleted. */
  private boolean written(Path target, byte[] content, Publisher publisher) throws IOException {
    Path lineage = staging().resolve(String.valueOf(folderOf(target).getFileName()));
    operations.createFolder(lineage);
    Path temporary = lineage.resolve(target.getFileName() + "-" + UUID.randomUUID());
    try {
      try (FileChannel file = operations.create(temporary)) {
        operations.write(file, ByteBuffer.wrap(content));
        operations.sync(file);
      }
      return publisher.publish(temporary);
    } finally {
      operations.deleteIfExists(temporary);
    }
  }

  /** Makes a temporary file visible, or says that it could not be. */
  @FunctionalInterface
  private interface Publisher {
    boolean publish(Path temporary) throws IOException;
  }

  private boolean renamed(Path target, Path temporary) throws IOException {
    operations.rename(temporary, target);
    operations.syncFolder(folderOf(target));
    return true;
  }

  private boolean linked(Path target, Path temporary) throws IOException {
    try {
      operations.link(target, temporary);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** A file is only as durable as the names of the folders above it. */
  private void durableFolder(Path target) throws IOException {
    Path folder = folderOf(target);
    if (Files.isDirectory(folder)) {
      return;
    }
    operations.createFolder(folder);
    syncFoldersAbove(folder);
  }

  private void syncFoldersAbove(Path folder) throws IOException {
    for (Path above = folder; !above.equals(root); above = folderOf(above)) {
      operations.syncFolder(folderOf(above));
    }
  }

  private void delete(Path path) throws IOException {
    for (Path child : children(path)) {
      delete(child);
    }
    try {
      operations.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      delete(path); // its writer is alive after all
    }
  }

  private static BlobRef hash(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in);
    }
  }

  /** The last time that anything in there was written. */
  private static Instant lastChange(Path path) throws IOException {
    try {
      Instant last = Files.getLastModifiedTime(path).toInstant();
      for (Path child : children(path)) {
        Instant change = lastChange(child);
        last = change.isAfter(last) ? change : last;
      }
      return last;
    } catch (NoSuchFileException e) {
      return Instant.MAX; // published and gone in this moment: nothing to collect
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  private static Path folderOf(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException("Nothing in a store lies at " + path);
    }
    return parent;
  }

  private final class Place implements StagingArea.Place {

    private final Path folder;

    Place(Path folder) {
      this.folder = folder;
    }

    @Override
    public OutputStream create(String blobName) throws IOException {
      return new SyncedStream(operations.create(folder.resolve(blobName)), operations);
    }

    @Override
    public void seal() throws IOException {
      operations.syncFolder(folder);
      syncFoldersAbove(folder);
    }

    @Override
    public void discard() throws IOException {
      delete(folder);
    }
  }
}
