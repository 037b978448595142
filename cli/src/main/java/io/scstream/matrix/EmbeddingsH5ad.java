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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes embeddings as an h5ad file that anndata 0.8 and later open. The only class that calls the
 * HDF5 writer, and bound by its limits: no empty groups or arrays, strings as plain arrays,
 * everything held in memory until the end.
 *
 * <p>The variables of the file are the latent dimensions, {@code var["embedding"]} says of which
 * matrix in {@code obsm}. There is no {@code X}.
 */
public final class EmbeddingsH5ad {
  private static final String DIMENSION_COLUMN = "embedding";
  private static final String POSITION_COLUMN = "position";

  private EmbeddingsH5ad() {}

  /** Writes the file whole or not at all; a file of that name is replaced. */
  public static void write(Path out, EmbeddingTable table) {
    Path part = out.resolveSibling("." + out.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.deleteIfExists(part);
      try (WritableHdfFile file = HdfFile.write(part)) {
        fill(file, table);
      }
      force(part);
      Files.move(part, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | HdfException e) {
      throw MatrixException.io(out, e);
    } finally {
      deleteQuietly(part);
    }
  }

  private static void fill(WritableHdfFile file, EmbeddingTable table) {
    encode(file, "anndata", "0.1.0");
    WritableGroup obs = frame(file, "obs", table.cellIds(), obsColumns(table));
    obsColumns(table).forEach(name -> column(obs, name, obsColumn(table, name)));
    variables(file, table);
    WritableGroup obsm = dict(file, "obsm");
    table.embeddings().forEach((name, rows) -> array(obsm, name, rows));
    if (!table.provenance().isEmpty()) {
      WritableGroup entries = dict(dict(file, "uns"), "scstream");
      table.provenance().forEach((name, value) -> scalar(entries, name, value));
    }
  }

  /**
   * A frame without columns does not open in old anndata, so the position of a cell may stand in.
   */
  private static List<String> obsColumns(EmbeddingTable table) {
    return table.obs().isEmpty() ? List.of(POSITION_COLUMN) : List.copyOf(table.obs().keySet());
  }

  private static Object obsColumn(EmbeddingTable table, String name) {
    Object values = table.obs().get(name);
    if (values != null) {
      return values;
    }
    double[] positions = new double[table.cellIds().size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
    return positions;
  }

  private static void variables(WritableHdfFile file, EmbeddingTable table) {
    List<String> names = new ArrayList<>();
    List<String> embeddings = new ArrayList<>();
    for (Map.Entry<String, float[][]> embedding : table.embeddings().entrySet()) {
      for (int i = 0; i < embedding.getValue()[0].length; i++) {
        names.add(embedding.getKey() + "_" + i);
        embeddings.add(embedding.getKey());
      }
    }
    WritableGroup var = frame(file, "var", names, List.of(DIMENSION_COLUMN));
    column(var, DIMENSION_COLUMN, embeddings.toArray(String[]::new));
  }

  private static WritableGroup frame(
      WritableGroup parent, String name, List<String> index, List<String> columns) {
    WritableGroup frame = parent.putGroup(name);
    encode(frame, "dataframe", "0.2.0");
    frame.putAttribute("_index", "_index");
    frame.putAttribute("column-order", columns.toArray(String[]::new));
    column(frame, "_index", index.toArray(String[]::new));
    return frame;
  }

  private static void column(WritableGroup frame, String name, Object values) {
    if (values instanceof String[]) {
      encode(frame.putDataset(name, values), "string-array", "0.2.0");
    } else {
      array(frame, name, values);
    }
  }

  private static void array(WritableGroup group, String name, Object values) {
    encode(group.putDataset(name, values), "array", "0.2.0");
  }

  private static void scalar(WritableGroup group, String name, Object value) {
    String type = value instanceof String ? "string" : "numeric-scalar";
    encode(group.putDataset(name, value), type, "0.2.0");
  }

  private static WritableGroup dict(WritableGroup parent, String name) {
    WritableGroup group = parent.putGroup(name);
    encode(group, "dict", "0.1.0");
    return group;
  }

  private static void encode(WritableNode node, String type, String version) {
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
