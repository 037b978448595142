package io.scstream.matrix;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An opened count file: cells by genes, whatever the file's own orientation. Names are held in
 * memory, counts are streamed. Not for use by several threads at once.
 */
public interface CountMatrix extends AutoCloseable {
  /** Cells per block where the caller does not say. */
  int BLOCK_CELLS = 4096;

  Path source();

  /** Unique and never empty. */
  List<String> cellIds();

  /** Unique and never empty. */
  List<String> geneIds();

  /**
   * Display names in the order of {@link #geneIds()}, possibly repeated; empty if the file has
   * none.
   */
  List<String> geneNames();

  /** Names of the columns that {@link #obs} finds. */
  List<String> obsColumns();

  /**
   * A column of cell annotations as text, in cell order. Categories are decoded, truth values read
   * {@code true} and {@code false}, missing values are empty.
   */
  Optional<List<String>> obs(String column);

  /** Like {@link #obs}, but refuses a column that does not exist and lists those that do. */
  default List<String> requiredObs(String column) {
    return obs(column)
        .orElseThrow(
            () ->
                MatrixException.badInput(source(), "obs column", column, "one of " + obsColumns()));
  }

  /** Rows of the annotation file that belong to no cell of this matrix. */
  int unusedAnnotations();

  /** Streams all cells from the first. May be called again, also while another stream is open. */
  default Rows rows() {
    return rows(BLOCK_CELLS);
  }

  /**
   * Streams all cells in blocks of at most {@code blockCells}; a block also ends with the cell that
   * reaches {@link ReadOptions#memoryEntries()}.
   */
  Rows rows(int blockCells);

  @Override
  void close();
}
