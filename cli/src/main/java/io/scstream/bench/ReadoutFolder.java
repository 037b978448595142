package io.scstream.bench;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.Embeddings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The cells of a bench and the codes that were found, for other programs to do the same with:
 *
 * <pre>
 * counts.mtx        MatrixMarket, cells in rows, as in cells.csv, and genes in columns
 * genes.csv         gene
 * cells.csv         cell, role (background or target), held_out (0 or 1), label, shared
 * codes-M-SEED.csv  cell, z_0, z_1, ..., s_0, s_1, ...: posterior means of model M, in any order
 * </pre>
 */
public final class ReadoutFolder {
  private static final int CHUNK = 2000;

  private final Path folder;
  private final RealCells real;
  private final List<Cell> cells;

  private ReadoutFolder(Path folder, RealCells real) {
    this.folder = folder;
    this.real = real;
    this.cells = new ArrayList<>(real.cells().fitted());
    cells.addAll(real.cells().heldOut());
  }

  /** A folder with these cells; files of the same names are replaced. */
  public static ReadoutFolder create(Path folder, RealCells real) {
    ReadoutFolder created = new ReadoutFolder(folder, real);
    try {
      Files.createDirectories(folder);
      created.writeCounts();
      created.writeCells();
      Files.write(folder.resolve("genes.csv"), lines("gene", real.genes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return created;
  }

  private void writeCounts() throws IOException {
    long entries = cells.stream().mapToLong(Cell::nonZeros).sum();
    try (Writer out = Files.newBufferedWriter(folder.resolve("counts.mtx"))) {
      out.write("%%MatrixMarket matrix coordinate integer general\n");
      out.write(cells.size() + " " + real.genes().size() + " " + entries + "\n");
      for (int row = 0; row < cells.size(); row++) {
        Cell cell = cells.get(row);
        for (int i = 0; i < cell.nonZeros(); i++) {
          out.write((row + 1) + " " + (cell.gene(i) + 1) + " " + cell.count(i) + "\n");
        }
      }
    }
  }

  private void writeCells() throws IOException {
    Map<String, String> labels = real.cells().labels();
    Map<String, String> shared = real.cells().shared();
    int fitted = real.cells().fitted().size();
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < cells.size(); row++) {
      Cell cell = cells.get(row);
      rows.add(
          String.join(
              ",",
              quoted(cell.id()),
              cell.role().name().toLowerCase(Locale.ROOT),
              row < fitted ? "0" : "1",
              quoted(labels.getOrDefault(cell.id(), "")),
              quoted(shared.getOrDefault(cell.id(), ""))));
    }
    Files.write(folder.resolve("cells.csv"), lines("cell,role,held_out,label,shared", rows));
  }

  /** Adds what a fitted model says of all cells. */
  public void writeCodes(String model, long seed, Embedder embedder) {
    List<String> rows = new ArrayList<>();
    String header = "";
    for (int from = 0; from < cells.size(); from += CHUNK) {
      Minibatch part =
          Minibatch.of(
              real.genes().size(), cells.subList(from, Math.min(cells.size(), from + CHUNK)));
      Embeddings codes = embedder.embed(part);
      header = "cell" + names("z", codes.backgroundLatent()) + names("s", codes.salientLatent());
      for (int row = 0; row < part.cells(); row++) {
        rows.add(
            quoted(part.cell(row).id())
                + numbers(codes.backgroundMean(row))
                + numbers(codes.salientMean(row)));
      }
    }
    try {
      Files.write(folder.resolve("codes-%s-%d.csv".formatted(model, seed)), lines(header, rows));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String names(String letter, int size) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < size; i++) {
      names.append(',').append(letter).append('_').append(i);
    }
    return names.toString();
  }

  private static String numbers(float[] values) {
    StringBuilder numbers = new StringBuilder();
    for (float value : values) {
      numbers.append(',').append(value);
    }
    return numbers.toString();
  }

  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static List<String> lines(String header, List<String> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(header);
    lines.addAll(rows);
    return lines;
  }
}
