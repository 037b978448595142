package io.scstream.matrix;

import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects cells with their counts and writes them as an h5ad file that this package and anndata
 * 0.8 and later read: {@code X} as compressed sparse rows, text columns in {@code obs}. Holds at
 * most {@value #MAX_ENTRIES} counts, eight bytes each.
 */
public final class CountsH5ad {
  /** Counts other than 0 that one file may hold. */
  public static final int MAX_ENTRIES = 50_000_000;

  private final List<String> genes;
  private final List<String> columns;
  private final List<String> cells = new ArrayList<>();
  private final List<List<String>> obs = new ArrayList<>();
  private final Ints indptr = new Ints();
  private final Ints indices = new Ints();
  private final Ints data = new Ints();

  /** A file without cells yet, on these genes and with these columns of annotations. */
  public CountsH5ad(List<String> genes, List<String> columns) {
    this.genes = List.copyOf(genes);
    this.columns = List.copyOf(columns);
    indptr.add(0);
  }

  /** Cells collected. */
  public int cells() {
    return cells.size();
  }

  /** Counts collected. */
  public int entries() {
    return data.size;
  }

  /**
   * Adds a cell.
   *
   * @param annotations one for each column
   * @param positions rising positions of genes
   * @param counts positive, one for each position
   */
  public void add(String id, List<String> annotations, int[] positions, int[] counts) {
    if (annotations.size() != columns.size() || positions.length != counts.length) {
      throw new IllegalArgumentException(
          "Invalid cell %s: %d annotations, %d positions, %d counts; expected %d annotations and as"
                  .formatted(
                      id, annotations.size(), positions.length, counts.length, columns.size())
              + " many counts as positions");
    }
    cells.add(id);
    obs.add(List.copyOf(annotations));
    for (int i = 0; i < counts.length; i++) {
      indices.add(positions[i]);
      data.add(counts[i]);
    }
    indptr.add(data.size);
  }

  /**
   * Writes the file whole or not at all; a file of that name is replaced.
   *
   * @throws MatrixException if there is no count at all, which the format's writer cannot hold, or
   *     the file cannot be written
   */
  public void write(Path out) {
    if (data.size == 0) {
      throw MatrixException.badInput(
          out, "counts", "none above 0 in " + cells.size() + " cells", "at least one");
    }
    H5adFile.write(out, this::fill);
  }

  private void fill(WritableHdfFile file) {
    WritableGroup frame = H5adFile.frame(file, "obs", cells, columns);
    for (int column = 0; column < columns.size(); column++) {
      int its = column;
      H5adFile.column(
          frame, columns.get(column), obs.stream().map(row -> row.get(its)).toArray(String[]::new));
    }
    // A frame without columns does not open in old anndata.
    WritableGroup var = H5adFile.frame(file, "var", genes, List.of("gene_symbols"));
    H5adFile.column(var, "gene_symbols", genes.toArray(String[]::new));
    WritableGroup matrix = file.putGroup("X");
    H5adFile.encode(matrix, "csr_matrix", "0.1.0");
    matrix.putAttribute("shape", new long[] {cells.size(), genes.size()});
    matrix.putDataset("indptr", indptr.toArray());
    matrix.putDataset("indices", indices.toArray());
    matrix.putDataset("data", data.toArray());
  }

  /** A list of whole numbers without boxes. */
  private static final class Ints {
    private int[] values = new int[1024];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size + (size >> 1));
      }
      values[size++] = value;
    }

    int[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
