package io.scstream.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes a file and makes it durable when closed. */
final class SyncedStream extends OutputStream {

  private final FileChannel file;
  private final FileOperations operations;

  SyncedStream(FileChannel file, FileOperations operations) {
    this.file = file;
    this.operations = operations;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    operations.write(file, ByteBuffer.wrap(buffer, offset, length));
  }

  @Override
  public void close() throws IOException {
    if (!file.isOpen()) {
      return;
    }
    try (file) {
      operations.sync(file);
    }
  }
}
