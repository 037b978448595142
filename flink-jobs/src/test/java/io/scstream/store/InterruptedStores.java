package io.scstream.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Stores in folders whose user may die between the blobs of a version and its manifest. */
public final class InterruptedStores {
  private InterruptedStores() {}

  /** A store that calls back when all blobs of a version are in place and its manifest is not. */
  public static ModelStore open(Path folder, Runnable beforeManifest) {
    return FileModelStore.open(folder, new Operations(beforeManifest));
  }

  private record Operations(DiskOperations disk, Runnable beforeManifest)
      implements FileOperations {
    Operations(Runnable beforeManifest) {
      this(new DiskOperations(), beforeManifest);
    }

    @Override
    public void link(Path name, Path file) throws IOException {
      if (name.toString().contains("/" + Names.MANIFESTS + "/")) {
        beforeManifest.run();
      }
      disk.link(name, file);
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
      disk.write(file, content);
    }

    @Override
    public void sync(FileChannel file) {
      // Processes die here, not machines.
    }

    @Override
    public void syncFolder(Path folder) {
      // Likewise.
    }

    @Override
    public void rename(Path file, Path name) throws IOException {
      disk.rename(file, name);
    }

    @Override
    public void deleteIfExists(Path path) throws IOException {
      disk.deleteIfExists(path);
    }
  }
}
