package io.scstream.ingest;

import io.scstream.matrix.ReadOptions;
import io.scstream.schema.cells.CellContent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The cells of files as they would be sent, in memory.
 *
 * @param dataset the dataset's name
 * @param genes ids of the genes that the cells' counts are of
 * @param notes what the user should know, one line each
 */
public record FileCells(
    String dataset, List<String> genes, List<CellContent> cells, List<String> notes) {

  public FileCells {
    genes = List.copyOf(genes);
    cells = List.copyOf(cells);
    notes = List.copyOf(notes);
  }

  /**
   * Reads all cells.
   *
   * @throws IngestException if the options do not fit the files
   * @throws io.scstream.matrix.MatrixException if a file cannot be read
   */
  public static FileCells read(List<Path> files, ReadOptions read, IngestOptions options) {
    try (Dataset dataset = Dataset.open(files, read, options)) {
      List<CellContent> cells = new ArrayList<>();
      dataset.forEachCell((batch, cell) -> cells.add(cell));
      return new FileCells(
          dataset.name(), dataset.genes().describe().getGeneIds(), cells, dataset.notes());
    }
  }
}
