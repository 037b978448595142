package io.scstream.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A disk that works, and remembers in which order it was asked. */
final class RecordingOperations implements FileOperations {

  private final DiskOperations disk = new DiskOperations();
  private final Path root;
  private final List<String> calls = new ArrayList<>();

  RecordingOperations(Path root) {
    this.root = root;
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    disk.createFolder(folder);
  }

  @Override
  public FileChannel create(Path file) throws IOException {
    return disk.create(file);
  }

  @Override
  public void write(FileChannel file, ByteBuffer content) throws IOException {
    calls.add("write");
    disk.write(file, content);
  }

  @Override
  public void sync(FileChannel file) throws IOException {
    calls.add("sync");
    disk.sync(file);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    calls.add("sync " + root.relativize(folder));
    disk.syncFolder(folder);
  }

  @Override
  public void link(Path name, Path file) throws IOException {
    calls.add("link " + root.relativize(name));
    disk.link(name, file);
  }

  @Override
  public void rename(Path file, Path name) throws IOException {
    calls.add("rename " + root.relativize(name));
    disk.rename(file, name);
  }

  @Override
  public void deleteIfExists(Path path) throws IOException {
    disk.deleteIfExists(path);
  }
}
