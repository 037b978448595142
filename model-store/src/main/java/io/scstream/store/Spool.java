package io.scstream.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file on this machine, hashed while it is written and gone when this is closed. */
final class Spool extends OutputStream {

  private final Path file;
  private final OutputStream out;
  private final Sha256 sha256 = new Sha256();

  private Spool(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  static Spool create() throws IOException {
    Path file = Files.createTempFile("scstream-store-", ".part");
    return new Spool(file, Files.newOutputStream(file));
  }

  Path file() {
    return file;
  }

  /** What was written; nothing can be written after it. */
  BlobRef finish() throws IOException {
    out.close();
    return sha256.blob();
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    sha256.update(buffer, offset, length);
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }
}
