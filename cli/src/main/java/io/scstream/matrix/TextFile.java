package io.scstream.matrix;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The lines of a text file, gzipped or not. A gzipped file proves its own completeness; in a plain
 * one the last line must be ended, since a file cut within its last number would otherwise go
 * unnoticed.
 */
final class TextFile implements Resource {
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final InputStream in;
  private final boolean compressed;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private byte[] line = new byte[256];
  private int length;
  private long number;

  private TextFile(Path path, InputStream in, boolean compressed) {
    this.path = path;
    this.in = in;
    this.compressed = compressed;
  }

  static TextFile open(Path path) {
    try {
      InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
      raw.mark(2);
      boolean compressed = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      if (!compressed) {
        return new TextFile(path, raw, false);
      }
      return new TextFile(path, unzip(path, raw), true);
    } catch (IOException e) {
      throw MatrixException.io(path, e);
    }
  }

  Path path() {
    return path;
  }

  /** Moves on to the next line. Returns whether there is one. */
  boolean next() {
    length = 0;
    while (true) {
      if (position == limit && !fill()) {
        return lastLine();
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      append(end);
      if (end < limit) {
        position = end + 1;
        number++;
        trim();
        return true;
      }
      position = limit;
    }
  }

  /** The bytes of the line; only the first {@link #length()} belong to it. */
  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  String text() {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  /** Counted from 1. */
  long number() {
    return number;
  }

  MatrixException refuse(String field, String value, String expectation) {
    return MatrixException.badInput(path, field + " in line " + number, value, expectation);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw MatrixException.io(path, e);
    }
  }

  private boolean lastLine() {
    if (length == 0) {
      return false;
    }
    number++;
    if (!compressed) {
      throw refuse(
          "end of file", "no line end", "a line end; without it the file may be truncated");
    }
    trim();
    return true;
  }

  private void trim() {
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    if (number == 1
        && length >= 3
        && line[0] == (byte) 0xEF
        && line[1] == (byte) 0xBB
        && line[2] == (byte) 0xBF) {
      length -= 3;
      System.arraycopy(line, 3, line, 0, length);
    }
  }

  private void append(int end) {
    int added = end - position;
    if (length + added > line.length) {
      line = Arrays.copyOf(line, Math.max(length + added, Math.addExact(line.length, line.length)));
    }
    System.arraycopy(buffer, position, line, length, added);
    length += added;
  }

  private boolean fill() {
    try {
      position = 0;
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
      return limit > 0;
    } catch (EOFException | ZipException e) {
      throw truncated(path, e);
    } catch (IOException e) {
      throw MatrixException.io(path, e);
    }
  }

  private static InputStream unzip(Path path, InputStream raw) throws IOException {
    try {
      return new GZIPInputStream(raw, BUFFER);
    } catch (EOFException | ZipException e) {
      throw truncated(path, e);
    }
  }

  private static MatrixException truncated(Path path, IOException cause) {
    return MatrixException.badInput(
            path,
            "gzip stream",
            "truncated or damaged (" + cause.getMessage() + ")",
            "a complete gzip file")
        .causedBy(cause);
  }
}
