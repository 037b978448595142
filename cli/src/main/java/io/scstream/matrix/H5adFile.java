package io.scstream.matrix;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.WritableNode;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The parts of an h5ad file as anndata 0.8 and later open them. The only class that calls the HDF5
 * writer, and bound by its limits: no empty groups or arrays, strings as plain arrays, everything
 * held in memory until the end.
 */
final class H5adFile {
  private H5adFile() {}

  /** Writes the file whole or not at all; a file of that name is replaced. */
  static void write(Path out, Consumer<WritableHdfFile> content) {
    Path part = out.resolveSibling("." + out.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.deleteIfExists(part);
      try (WritableHdfFile file = HdfFile.write(part)) {
        encode(file, "anndata", "0.1.0");
        content.accept(file);
      }
      force(part);
      Files.move(part, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | HdfException e) {
      throw MatrixException.io(out, e);
    } finally {
      deleteQuietly(part);
    }
  }

  static WritableGroup frame(
      WritableGroup parent, String name, List<String> index, List<String> columns) {
    WritableGroup frame = parent.putGroup(name);
    encode(frame, "dataframe", "0.2.0");
    frame.putAttribute("_index", "_index");
    frame.putAttribute("column-order", columns.toArray(String[]::new));
    column(frame, "_index", index.toArray(String[]::new));
    return frame;
  }

  /** A column of a frame, a {@code String[]} or {@code double[]}. */
  static void column(WritableGroup frame, String name, Object values) {
    if (values instanceof String[]) {
      encode(frame.putDataset(name, values), "string-array", "0.2.0");
    } else {
      array(frame, name, values);
    }
  }

  static void array(WritableGroup group, String name, Object values) {
    encode(group.putDataset(name, values), "array", "0.2.0");
  }

  static void scalar(WritableGroup group, String name, Object value) {
    String type = value instanceof String ? "string" : "numeric-scalar";
    encode(group.putDataset(name, value), type, "0.2.0");
  }

  static WritableGroup dict(WritableGroup parent, String name) {
    WritableGroup group = parent.putGroup(name);
    encode(group, "dict", "0.1.0");
    return group;
  }

  static void encode(WritableNode node, String type, String version) {
    node.putAttribute("encoding-type", type);
    node.putAttribute("encoding-version", version);
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void deleteQuietly(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // The failure that left the part behind is the one to report.
      return;
    }
  }
}
