package io.scstream.matrix;

import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes embeddings as an h5ad file that anndata 0.8 and later open. Everything is held in memory
 * until the end.
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
    H5adFile.write(out, file -> fill(file, table));
  }

  private static void fill(WritableHdfFile file, EmbeddingTable table) {
    WritableGroup obs = H5adFile.frame(file, "obs", table.cellIds(), obsColumns(table));
    obsColumns(table).forEach(name -> H5adFile.column(obs, name, obsColumn(table, name)));
    variables(file, table);
    WritableGroup obsm = H5adFile.dict(file, "obsm");
    table.embeddings().forEach((name, rows) -> H5adFile.array(obsm, name, rows));
    if (!table.provenance().isEmpty()) {
      WritableGroup entries = H5adFile.dict(H5adFile.dict(file, "uns"), "scstream");
      table.provenance().forEach((name, value) -> H5adFile.scalar(entries, name, value));
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
    WritableGroup var = H5adFile.frame(file, "var", names, List.of(DIMENSION_COLUMN));
    H5adFile.column(var, DIMENSION_COLUMN, embeddings.toArray(String[]::new));
  }
}
