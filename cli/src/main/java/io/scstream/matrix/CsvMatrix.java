package io.scstream.matrix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens delimited tables of counts. The names of the rows are read by a first pass. Cells in rows
 * are then streamed; genes in rows are transposed.
 */
final class CsvMatrix {
  private final Path path;
  private final ReadOptions options;
  private final List<String> columns;
  private final int idField;

  private CsvMatrix(Path path, ReadOptions options, List<String> header) {
    this.path = path;
    this.options = options;
    this.idField = idField(path, options, header);
    this.columns = new ArrayList<>(header);
    this.columns.remove(idField);
  }

  static OpenMatrix open(Path path, ReadOptions options) {
    if (options.orientation() == Orientation.UNSTATED) {
      throw MatrixException.badInput(
          path,
          "orientation",
          "not stated",
          "CELLS_IN_ROWS or GENES_IN_ROWS: a delimited table does not tell");
    }
    try (DelimitedTable table = DelimitedTable.open(path)) {
      CsvMatrix matrix = new CsvMatrix(path, options, table.header());
      List<String> names = matrix.rowNames(table);
      return options.orientation() == Orientation.CELLS_IN_ROWS
          ? matrix.cellsInRows(names)
          : matrix.genesInRows(names);
    }
  }

  private static int idField(Path path, ReadOptions options, List<String> header) {
    if (options.cellColumn().isEmpty()) {
      return 0;
    }
    int field = header.indexOf(options.cellColumn());
    if (field < 0 || options.orientation() == Orientation.GENES_IN_ROWS) {
      throw MatrixException.badInput(
          path, "cell column", options.cellColumn(), "a column of a table with cells in rows");
    }
    return field;
  }

  private List<String> rowNames(DelimitedTable table) {
    List<String> names = new ArrayList<>();
    while (table.next()) {
      names.add(table.line().text(idField));
    }
    return names;
  }

  private OpenMatrix cellsInRows(List<String> cells) {
    Axes axes = Axes.of(path, cells, Axes.Genes.of(columns), options.featureTypes());
    return new OpenMatrix(axes, Obs.NONE, () -> new TableRows(DelimitedTable.open(path)), options);
  }

  private OpenMatrix genesInRows(List<String> genes) {
    Axes axes = Axes.of(path, columns, Axes.Genes.of(genes), options.featureTypes());
    Transposition rows = new Transposition(axes, options.memoryEntries(), this::readTo);
    return new OpenMatrix(axes, Obs.NONE, rows::rows, options, rows);
  }

  private void readTo(EntrySort sort) {
    try (DelimitedTable table = DelimitedTable.open(path)) {
      for (int gene = 0; table.next(); gene++) {
        for (int cell = 0; cell < columns.size(); cell++) {
          int count = table.line().count(cell + 1);
          if (count != 0) {
            sort.add(cell, gene, count);
          }
        }
      }
    }
  }

  private final class TableRows implements RowSource {
    private final DelimitedTable table;

    TableRows(DelimitedTable table) {
      this.table = table;
    }

    @Override
    public void next(RowCollector row) {
      if (!table.next()) {
        throw MatrixException.badInput(path, "table", "shorter than before", "an unchanged file");
      }
      for (int gene = 0; gene < columns.size(); gene++) {
        row.add(gene, table.line().count(gene < idField ? gene : gene + 1));
      }
    }

    @Override
    public void close() {
      table.close();
    }
  }
}
