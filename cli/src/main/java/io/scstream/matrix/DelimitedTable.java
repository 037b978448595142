package io.scstream.matrix;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A comma- or tab-separated table with row names in its first column. The header may name that
 * column or, as R writes it, leave it out.
 */
final class DelimitedTable implements Resource {
  private final TextFile file;
  private final DelimitedLine line;
  private List<String> header;
  private boolean firstWaits;

  private DelimitedTable(TextFile file, DelimitedLine line, List<String> header) {
    this.file = file;
    this.line = line;
    this.header = header;
  }

  static DelimitedTable open(Path path) {
    TextFile file = TextFile.open(path);
    boolean opened = false;
    try {
      DelimitedTable table = open(file);
      opened = true;
      return table;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  private static DelimitedTable open(TextFile file) {
    if (!file.next()) {
      throw MatrixException.badInput(file.path(), "table", "empty", "a header line");
    }
    DelimitedLine line = new DelimitedLine(file, DelimitedLine.delimiterOf(file.text()));
    line.split();
    DelimitedTable table = new DelimitedTable(file, line, line.texts());
    table.readFirstRow();
    return table;
  }

  Path path() {
    return file.path();
  }

  /** Names of all columns; the first is that of the row names, and empty if left out. */
  List<String> header() {
    return header;
  }

  /** Names of all columns but that of the row names. */
  List<String> columns() {
    return header.subList(1, header.size());
  }

  /** Moves on to the next row. Returns whether there is one. */
  boolean next() {
    if (firstWaits) {
      firstWaits = false;
      return true;
    }
    if (!file.next()) {
      return false;
    }
    line.split();
    requireFields();
    return true;
  }

  /** The name of the current row. */
  String id() {
    return line.text(0);
  }

  DelimitedLine line() {
    return line;
  }

  MatrixException refuse(String field, String value, String expectation) {
    return file.refuse(field, value, expectation);
  }

  @Override
  public void close() {
    file.close();
  }

  private void readFirstRow() {
    firstWaits = file.next();
    if (firstWaits) {
      line.split();
    }
    if (firstWaits && line.fields() == header.size() + 1) {
      header.add(0, "");
    }
    header = List.copyOf(header);
    Set<String> seen = new HashSet<>();
    for (String name : header) {
      if (!seen.add(name)) {
        throw MatrixException.badInput(path(), "header", name + " twice", "different column names");
      }
    }
    if (firstWaits) {
      requireFields();
    }
  }

  private void requireFields() {
    if (line.fields() != header.size()) {
      throw file.refuse("number of fields", "" + line.fields(), "" + header.size());
    }
  }
}
