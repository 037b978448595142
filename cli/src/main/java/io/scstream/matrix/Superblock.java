package io.scstream.matrix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/**
 * The first bytes of an HDF5 file, which say how long the file must be. Without this check a cut
 * file would open and fail only where its missing part is read.
 */
final class Superblock {
  private static final long SIGNATURE = 0x0a1a0a0d46444889L;
  private static final int LENGTH = 64;

  private Superblock() {}

  static boolean startsWithSignature(ByteBuffer start) {
    return start.remaining() >= Long.BYTES
        && start.order(ByteOrder.LITTLE_ENDIAN).getLong(start.position()) == SIGNATURE;
  }

  static void requireWholeFile(Path path, SeekableByteChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    long size = channel.size();
    for (long offset = 0; offset < size; offset = offset == 0 ? 512 : offset * 2) {
      read(channel.position(offset), start.clear());
      if (startsWithSignature(start)) {
        requireLength(path, start, size);
        return;
      }
    }
    throw MatrixException.badInput(path, "file", "no HDF5 signature", "an HDF5 file");
  }

  private static void requireLength(Path path, ByteBuffer start, long size) {
    if (start.remaining() < LENGTH) {
      throw MatrixException.badInput(path, "file length", size + " bytes", "a whole HDF5 file");
    }
    int version = start.get(8);
    int offsets = version < 2 ? start.get(13) : start.get(9);
    if (version < 0 || version > 3 || offsets != Long.BYTES) {
      throw MatrixException.unsupported(
          path,
          "HDF5 superblock",
          "version " + version + ", " + offsets + "-byte offsets",
          "version 0 to 3 with 8-byte offsets");
    }
    long end = start.getLong(endOfFile(version));
    if (size < end) {
      throw MatrixException.badInput(
          path, "file length", size + " bytes", end + " bytes: the file is truncated");
    }
  }

  private static int endOfFile(int version) {
    return switch (version) {
      case 0 -> 40;
      case 1 -> 44;
      default -> 28;
    };
  }

  private static void read(SeekableByteChannel channel, ByteBuffer into) throws IOException {
    int read = 0;
    while (read >= 0 && into.hasRemaining()) {
      read = channel.read(into);
    }
    into.flip();
  }
}
