package io.scstream.matrix;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cells with their embeddings and annotations, ready to be written.
 *
 * <pre>{@code
 * EmbeddingTable.of(cellIds)
 *     .obs("batch", batches)
 *     .embedding("X_salient", values, 10)
 *     .provenance("model", "contrastive-vae@42000")
 *     .build();
 * }</pre>
 */
public final class EmbeddingTable {
  private final List<String> cellIds;
  private final Map<String, Object> obs;
  private final Map<String, float[][]> embeddings;
  private final Map<String, Object> provenance;

  private EmbeddingTable(Builder builder) {
    cellIds = builder.cellIds;
    obs = Collections.unmodifiableMap(new LinkedHashMap<>(builder.obs));
    embeddings = Collections.unmodifiableMap(new LinkedHashMap<>(builder.embeddings));
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(builder.provenance));
  }

  public static Builder of(List<String> cellIds) {
    return new Builder(cellIds);
  }

  public List<String> cellIds() {
    return cellIds;
  }

  /** Columns in the order they were added, each a {@code String[]} or {@code double[]}. */
  Map<String, Object> obs() {
    return obs;
  }

  /** One row for each cell. */
  Map<String, float[][]> embeddings() {
    return embeddings;
  }

  /** Values are strings, longs or doubles. */
  Map<String, Object> provenance() {
    return provenance;
  }

  /** Collects the columns. Every method refuses what an h5ad file could not hold. */
  public static final class Builder {
    private final List<String> cellIds;
    private final Map<String, Object> obs = new LinkedHashMap<>();
    private final Map<String, float[][]> embeddings = new LinkedHashMap<>();
    private final Map<String, Object> provenance = new LinkedHashMap<>();

    private Builder(List<String> cellIds) {
      this.cellIds = List.copyOf(cellIds);
      require(!cellIds.isEmpty(), "number of cells", "0", "at least one");
      HashSet<String> seen = new HashSet<>(cellIds.size() * 2);
      for (String id : cellIds) {
        require(!id.isBlank() && seen.add(id), "cell id", id, "different names, none empty");
      }
    }

    public Builder obs(String name, List<String> values) {
      add(obs, name, values.toArray(String[]::new));
      requireCells(name, values.size());
      return this;
    }

    public Builder obs(String name, double[] values) {
      add(obs, name, values.clone());
      requireCells(name, values.length);
      return this;
    }

    /** Adds a matrix with one row of {@code width} values for each cell, row after row. */
    public Builder embedding(String name, float[] values, int width) {
      require(width > 0, "width of " + name, "" + width, "a positive number");
      require(
          values.length == (long) width * cellIds.size(),
          "length of " + name,
          "" + values.length,
          cellIds.size() + " cells x " + width);
      float[][] rows = new float[cellIds.size()][];
      for (int cell = 0; cell < rows.length; cell++) {
        rows[cell] = Arrays.copyOfRange(values, cell * width, (cell + 1) * width);
      }
      add(embeddings, name, rows);
      return this;
    }

    /** Adds a matrix with one row for each cell. */
    public Builder embedding(String name, float[][] rows) {
      requireCells(name, rows.length);
      float[][] copy = new float[rows.length][];
      for (int cell = 0; cell < rows.length; cell++) {
        require(
            rows[cell].length == rows[0].length && rows[0].length > 0,
            "row " + cell + " of " + name,
            rows[cell].length + " values",
            rows[0].length + " values, as in row 0, and at least one");
        copy[cell] = rows[cell].clone();
      }
      add(embeddings, name, copy);
      return this;
    }

    /** Adds an entry of {@code uns["scstream"]}. */
    public Builder provenance(String name, String value) {
      add(provenance, name, value);
      return this;
    }

    public Builder provenance(String name, long value) {
      add(provenance, name, value);
      return this;
    }

    public Builder provenance(String name, double value) {
      add(provenance, name, value);
      return this;
    }

    public EmbeddingTable build() {
      require(!embeddings.isEmpty(), "number of embeddings", "0", "at least one");
      return new EmbeddingTable(this);
    }

    private static <V> void add(Map<String, V> values, String name, V value) {
      boolean usable = !name.isBlank() && !name.contains("/") && !name.equals("_index");
      require(usable, "name", name, "a name without slashes, other than _index");
      require(values.putIfAbsent(name, value) == null, "name", name, "a name used once");
    }

    private void requireCells(String name, int length) {
      require(length == cellIds.size(), "length of " + name, "" + length, "" + cellIds.size());
    }

    private static void require(boolean holds, String field, String value, String expected) {
      if (!holds) {
        throw new IllegalArgumentException(
            "Invalid %s: %s; expected %s".formatted(field, value, expected));
      }
    }
  }
}
