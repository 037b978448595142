package io.scstream.matrix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A delimited table of cell annotations, joined to cells by its first column. */
final class Annotations {
  private static final int REMEMBERED_TEXTS = 1 << 14;

  private final Map<String, String[]> columns;
  private final int unused;

  private Annotations(Map<String, String[]> columns, int unused) {
    this.columns = columns;
    this.unused = unused;
  }

  static Annotations read(Path table, List<String> cells) {
    try (DelimitedTable file = DelimitedTable.open(table)) {
      return new Joining(file, cells).join();
    }
  }

  /** Rows that belong to no cell. */
  int unused() {
    return unused;
  }

  /** These columns, and those of the file that have other names. */
  Obs over(Obs obs) {
    List<String> names = new ArrayList<>(columns.keySet());
    obs.columns().stream().filter(name -> !columns.containsKey(name)).forEach(names::add);
    return new Obs() {
      @Override
      public List<String> columns() {
        return names;
      }

      @Override
      public List<String> column(String name) {
        String[] values = columns.get(name);
        return values == null ? obs.column(name) : Arrays.asList(values);
      }
    };
  }

  /** The join of one table. */
  private static final class Joining {
    private final DelimitedTable table;
    private final List<String> cells;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final List<String[]> values = new ArrayList<>();
    private final boolean[] found;
    private int unused;

    Joining(DelimitedTable table, List<String> cells) {
      this.table = table;
      this.cells = cells;
      this.found = new boolean[cells.size()];
      for (int cell = 0; cell < cells.size(); cell++) {
        positions.put(cells.get(cell), cell);
      }
      table.columns().forEach(name -> values.add(new String[cells.size()]));
    }

    Annotations join() {
      while (table.next()) {
        Integer cell = positions.get(table.id());
        if (cell == null) {
          unused++;
        } else {
          add(cell);
        }
      }
      requireAll();
      Map<String, String[]> columns = new LinkedHashMap<>();
      for (int i = 0; i < values.size(); i++) {
        columns.put(table.columns().get(i), values.get(i));
      }
      return new Annotations(columns, unused);
    }

    private void add(int cell) {
      if (found[cell]) {
        throw table.refuse("cell id", table.id(), "a cell id that no other row has");
      }
      found[cell] = true;
      for (int i = 0; i < values.size(); i++) {
        values.get(i)[cell] = remembered(table.line().text(i + 1));
      }
    }

    /** One object for equal texts: annotations repeat. */
    private String remembered(String text) {
      if (texts.size() >= REMEMBERED_TEXTS) {
        return texts.getOrDefault(text, text);
      }
      return texts.computeIfAbsent(text, same -> same);
    }

    private void requireAll() {
      for (int cell = 0; cell < found.length; cell++) {
        if (!found[cell]) {
          throw MatrixException.badInput(
              table.path(),
              "annotations",
              "no row for cell " + cells.get(cell),
              "a row for each of the " + cells.size() + " cells, cell ids in the first column");
        }
      }
    }
  }
}
