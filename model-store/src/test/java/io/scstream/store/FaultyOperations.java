package io.scstream.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A disk that works up to a point; what it was writing then is half written. */
final class FaultyOperations implements FileOperations {

  private final DiskOperations disk = new DiskOperations();
  private final boolean onlyWritesFail;
  private long left;

  private FaultyOperations(long left, boolean onlyWritesFail) {
    this.left = left;
    this.onlyWritesFail = onlyWritesFail;
  }

  /** The process dies in the middle of this operation, counted from 1: nothing works after it. */
  static FaultyOperations dyingAt(long operation) {
    return new FaultyOperations(operation - 1, false);
  }

  /** The disk is full after this many writes; everything but writing goes on working. */
  static FaultyOperations fullAfter(long writes) {
    return new FaultyOperations(writes, true);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    step();
    disk.createFolder(folder);
  }

  @Override
  public FileChannel create(Path file) throws IOException {
    step();
    return disk.create(file);
  }

  @Override
  public void write(FileChannel file, ByteBuffer content) throws IOException {
    if (left <= 0) {
      left--;
      if (left == -1) {
        disk.write(file, content.slice(content.position(), content.remaining() / 2));
      }
      throw new IOException("No space left on device");
    }
    left--;
    disk.write(file, content);
  }

  @Override
  public void sync(FileChannel file) throws IOException {
    step();
    disk.sync(file);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    step();
    disk.syncFolder(folder);
  }

  @Override
  public void link(Path name, Path file) throws IOException {
    step();
    disk.link(name, file);
  }

  @Override
  public void rename(Path file, Path name) throws IOException {
    step();
    disk.rename(file, name);
  }

  @Override
  public void deleteIfExists(Path path) throws IOException {
    step();
    disk.deleteIfExists(path);
  }

  private void step() throws IOException {
    if (onlyWritesFail) {
      return;
    }
    left--;
    if (left < 0) {
      throw new IOException("The process is dead");
    }
  }
}
