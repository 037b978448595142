package io.scstream.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Hashes as it reads, and fails where the bytes turn out not to be those referred to. */
final class CheckedInputStream extends FilterInputStream {

  /** A file that goes on for so long is not read to its end to be told what is wrong with it. */
  private static final int SLACK = 1 << 20;

  private final BlobRef expected;
  private final Sha256 sha256 = new Sha256();
  private boolean ended;

  CheckedInputStream(InputStream in, BlobRef expected) {
    super(in);
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count > 0) {
      sha256.update(buffer, offset, count);
      checkLength();
    } else if (count < 0 && !ended) {
      ended = true;
      check();
    }
    return count;
  }

  /** Skipped bytes count too. */
  @Override
  public long skip(long wanted) throws IOException {
    byte[] buffer = new byte[(int) Math.min(8192, Math.max(0, wanted))];
    long skipped = 0;
    while (skipped < wanted) {
      int count = read(buffer, 0, (int) Math.min(buffer.length, wanted - skipped));
      if (count < 0) {
        break;
      }
      skipped += count;
    }
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void checkLength() {
    if (sha256.length() > expected.bytes() + SLACK) {
      throw StoreException.corrupt(
          Names.blob(expected)
              + " is damaged: found more than "
              + sha256.length()
              + " bytes; expected "
              + expected);
    }
  }

  private void check() {
    BlobRef found = sha256.blob();
    if (!found.equals(expected)) {
      throw StoreException.corrupt(
          Names.blob(expected) + " is damaged: found " + found + "; expected " + expected);
    }
  }
}
