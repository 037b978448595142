package io.scstream.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens count files. The format is taken from the content, never from the name: h5ad, 10x HDF5
 * (Cell Ranger 2 and 3), 10x directories, loom, and delimited tables, the text formats gzipped or
 * not.
 */
public final class CountMatrices {
  private static final int START = 512;
  private static final String KNOWN = "h5ad, 10x HDF5, a 10x directory, loom, or a delimited table";

  private CountMatrices() {}

  /**
   * Opens a file or directory.
   *
   * @throws MatrixException if it is of no known format, damaged, or lacks what the options ask for
   */
  public static CountMatrix open(Path path, ReadOptions options) {
    CountMatrix matrix = whole(path, options);
    return matrix.cellIds().size() > options.firstCells()
        ? new FirstCells(matrix, options.firstCells())
        : matrix;
  }

  private static CountMatrix whole(Path path, ReadOptions options) {
    if (Files.isDirectory(path)) {
      return directory(path, options);
    }
    if (!Files.isRegularFile(path)) {
      throw MatrixException.badInput(path, "file", "does not exist", "a file or directory");
    }
    ByteBuffer start = start(path);
    if (Superblock.startsWithSignature(start)) {
      return H5Formats.open(path, options);
    }
    Foreign.refuse(path, start);
    return text(path, options);
  }

  private static CountMatrix directory(Path directory, ReadOptions options) {
    Foreign.refuseZarr(directory);
    return tenx(directory, TenxDirectory.matrix(directory), options);
  }

  private static CountMatrix tenx(Path directory, Path matrix, ReadOptions options) {
    Unused.refuseGenome(directory, options);
    Unused.refuseLayer(directory, options);
    return TenxDirectory.open(directory, matrix, options);
  }

  private static CountMatrix text(Path path, ReadOptions options) {
    String header = header(path);
    if (header.startsWith(MtxEntries.BANNER)) {
      return tenx(path.toAbsolutePath().resolveSibling(""), path, options);
    }
    boolean delimited = header.indexOf('\t') + header.indexOf(',') + header.indexOf(';') > -3;
    boolean printable = header.chars().noneMatch(c -> c == 0xFFFD || (c < ' ' && c != '\t'));
    if (!delimited || !printable) {
      throw MatrixException.unsupported(path, "format", "unknown format", KNOWN);
    }
    Unused.refuseGenome(path, options);
    Unused.refuseLayer(path, options);
    return CsvMatrix.open(path, options);
  }

  private static String header(Path path) {
    try (TextFile file = TextFile.open(path)) {
      return file.next() ? file.text() : "";
    }
  }

  private static ByteBuffer start(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return ByteBuffer.wrap(in.readNBytes(START));
    } catch (IOException e) {
      throw MatrixException.io(path, e);
    }
  }

  /** Formats that are known, but not read. */
  private static final class Foreign {
    private Foreign() {}

    static void refuse(Path path, ByteBuffer start) {
      String text = StandardCharsets.ISO_8859_1.decode(start.duplicate()).toString();
      if (text.startsWith("PK\003\004")) {
        boolean zarr =
            text.contains(".zgroup") || text.contains(".zattrs") || text.contains("zarr");
        throw zarr ? zarr(path) : unknown(path, "unknown format (a zip archive, as Excel writes)");
      }
      if (text.startsWith("\u00d0\u00cf\u0011\u00e0")) {
        throw unknown(path, "unknown format (an old Excel or Word file)");
      }
      if (text.startsWith("BZh") || text.startsWith("\u00fd7zXZ") || text.startsWith("RDX")) {
        throw unknown(path, "unknown format (compressed by bzip2 or xz, or written by R)");
      }
      if (text.isEmpty()) {
        throw MatrixException.badInput(path, "file", "empty", KNOWN);
      }
    }

    static void refuseZarr(Path directory) {
      for (String name : new String[] {".zgroup", ".zattrs", ".zmetadata", "zarr.json"}) {
        if (Files.exists(directory.resolve(name))) {
          throw zarr(directory);
        }
      }
    }

    private static MatrixException zarr(Path path) {
      return unknown(path, "Zarr");
    }

    private static MatrixException unknown(Path path, String format) {
      String expected = KNOWN + "; convert, for example with anndata's write_h5ad";
      return MatrixException.unsupported(path, "format", format, expected);
    }
  }
}
