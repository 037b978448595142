package io.scstream.matrix;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Writes small text count files. */
final class TextFixture {
  private TextFixture() {}

  /** Writes text, gzipped if the name says so. */
  static Path write(Path path, String text) {
    try (OutputStream file = Files.newOutputStream(path);
        OutputStream out = path.toString().endsWith(".gz") ? new GZIPOutputStream(file) : file) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path;
  }

  /** A Cell Ranger 3 directory. */
  static Path tenx(Path directory, SyntheticCounts counts) {
    create(directory);
    write(directory.resolve("matrix.mtx.gz"), mtx(counts, counts.entries()));
    write(directory.resolve("barcodes.tsv.gz"), lines(counts.cellIds, ""));
    write(directory.resolve("features.tsv.gz"), lines(counts.geneIds, "\tname\tGene Expression"));
    return directory;
  }

  /** A Cell Ranger 2 directory whose entries stand in random order. */
  static Path shuffledTenx(Path directory, SyntheticCounts counts, long seed) {
    create(directory);
    List<int[]> entries = new ArrayList<>(counts.entries());
    Collections.shuffle(entries, new Random(seed));
    write(directory.resolve("matrix.mtx"), mtx(counts, entries));
    write(directory.resolve("barcodes.tsv"), lines(counts.cellIds, ""));
    write(directory.resolve("genes.tsv"), lines(counts.geneIds, "\tname"));
    return directory;
  }

  static String mtx(SyntheticCounts counts, List<int[]> entries) {
    StringBuilder text = new StringBuilder("%%MatrixMarket matrix coordinate integer general\n%\n");
    text.append(counts.geneIds.length).append(' ').append(counts.cellIds.length);
    text.append(' ').append(entries.size()).append('\n');
    for (int[] entry : entries) {
      text.append(entry[1] + 1).append(' ').append(entry[0] + 1).append(' ');
      text.append(entry[2]).append('\n');
    }
    return text.toString();
  }

  static String csv(SyntheticCounts counts, String delimiter) {
    StringBuilder text = new StringBuilder("cell");
    for (String gene : counts.geneIds) {
      text.append(delimiter).append('"').append(gene).append('"');
    }
    return rows(text.append('\n'), counts.cellIds, counts.cells, delimiter);
  }

  /** As R writes it: genes in rows, and no header over the first column. */
  static String genesInRows(SyntheticCounts counts) {
    StringBuilder text = new StringBuilder(String.join(",", counts.cellIds)).append('\n');
    return rows(text, counts.geneIds, counts.transposed().cells, ",");
  }

  private static String rows(StringBuilder text, String[] ids, int[][] rows, String delimiter) {
    for (int row = 0; row < rows.length; row++) {
      text.append(ids[row]);
      for (int count : rows[row]) {
        text.append(delimiter).append(count);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String lines(String[] names, String ending) {
    return String.join("", List.of(names).stream().map(name -> name + ending + "\n").toList());
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
