package io.scstream.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** Everything that changes a disk, one system call each, so that tests can stop between any two. */
interface FileOperations {

  /** Also the folders above it. */
  void createFolder(Path folder) throws IOException;

  /** Refuses to open a file that is there already. */
  FileChannel create(Path file) throws IOException;

  void write(FileChannel file, ByteBuffer content) throws IOException;

  void sync(FileChannel file) throws IOException;

  /** Makes the names in a folder durable. */
  void syncFolder(Path folder) throws IOException;

  /** Atomic; fails with {@link FileAlreadyExistsException} and no harm if the name is taken. */
  void link(Path name, Path file) throws IOException;

  /** Atomic; takes the place of what is under the name. */
  void rename(Path file, Path name) throws IOException;

  void deleteIfExists(Path path) throws IOException;
}
