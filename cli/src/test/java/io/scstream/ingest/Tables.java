package io.scstream.ingest;

import io.scstream.matrix.Orientation;
import io.scstream.matrix.ReadOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small count files: a table of counts with cells in rows, and one of annotations. */
final class Tables {
  private final List<String> genes;
  private final Map<String, int[]> counts = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> obs = new LinkedHashMap<>();
  private String last = "";

  private Tables(List<String> genes) {
    this.genes = genes;
  }

  static Tables withGenes(String... genes) {
    return new Tables(List.of(genes));
  }

  Tables cell(String id, int... row) {
    counts.put(id, row);
    obs.put(id, new LinkedHashMap<>());
    last = id;
    return this;
  }

  /** Annotates the last cell. */
  Tables obs(String column, String value) {
    obs.getOrDefault(last, new LinkedHashMap<>()).put(column, value);
    return this;
  }

  /** Many cells, numbered from 0 behind the prefix, with counts that differ. */
  Tables cells(String prefix, int number, String... annotations) {
    for (int i = 0; i < number; i++) {
      int[] row = new int[genes.size()];
      for (int gene = 0; gene < row.length; gene++) {
        row[gene] = (i * 7 + gene * 3 + prefix.length()) % 5;
      }
      cell(prefix + i, row);
      for (int a = 0; a < annotations.length; a += 2) {
        obs(annotations[a], annotations[a + 1]);
      }
    }
    return this;
  }

  /** The count table; annotations lie beside it. */
  Path write(Path folder, String name) {
    List<String> table = new ArrayList<>(List.of("cell," + String.join(",", genes)));
    counts.forEach(
        (id, row) -> {
          StringBuilder line = new StringBuilder(id);
          for (int count : row) {
            line.append(',').append(count);
          }
          table.add(line.toString());
        });
    List<String> columns =
        obs.values().stream().flatMap(m -> m.keySet().stream()).distinct().toList();
    List<String> annotations = new ArrayList<>(List.of("cell," + String.join(",", columns)));
    obs.forEach(
        (id, values) ->
            annotations.add(
                id
                    + ","
                    + String.join(
                        ",", columns.stream().map(c -> values.getOrDefault(c, "")).toList())));
    try {
      if (!columns.isEmpty()) {
        Files.write(annotationsOf(folder.resolve(name + ".csv")), annotations);
      }
      return Files.write(folder.resolve(name + ".csv"), table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path annotationsOf(Path table) {
    return table.resolveSibling(table.getFileName() + ".obs.csv");
  }

  /** Cells in rows, with the annotations beside the table if there are any. */
  static ReadOptions options(Path table) {
    ReadOptions options = ReadOptions.defaults().withOrientation(Orientation.CELLS_IN_ROWS);
    return Files.exists(annotationsOf(table))
        ? options.withAnnotations(annotationsOf(table))
        : options;
  }
}
