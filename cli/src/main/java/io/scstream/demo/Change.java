package io.scstream.demo;

import io.scstream.models.random.CounterRandom;
import io.scstream.schema.cells.CellContent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What may happen to the cells of a demo on their way. */
enum Change {
  /** Nothing. */
  NONE("the cells as they are"),
  /** A twentieth of the genes is turned up fourfold, the same ones in every cell. */
  SHIFT("a twentieth of the genes turned up fourfold"),
  /** Each count stays with probability a half. */
  CHEMISTRY("half of the counts lost");

  private static final int ONE_GENE_OF = 20;
  private static final int FACTOR = 4;

  private final String words;

  Change(String words) {
    this.words = words;
  }

  /** The one that a word names. */
  static Optional<Change> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  String words() {
    return words;
  }

  /** The cell under another name, changed. */
  CellContent apply(CellContent cell, String id, CounterRandom random) {
    int[] genes = cell.genes();
    int[] counts = cell.counts().clone();
    for (int i = 0; i < counts.length; i++) {
      counts[i] =
          switch (this) {
            case NONE -> counts[i];
            case SHIFT -> genes[i] % ONE_GENE_OF == 0 ? FACTOR * counts[i] : counts[i];
            case CHEMISTRY -> kept(counts[i], random);
          };
    }
    return without0(cell, id, counts);
  }

  private static int kept(int count, CounterRandom random) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      kept += random.nextDouble() < 0.5 ? 1 : 0;
    }
    return kept;
  }

  private static CellContent without0(CellContent cell, String id, int[] counts) {
    int[] genes = new int[counts.length];
    int[] left = new int[counts.length];
    int size = 0;
    long before = 0;
    long after = 0;
    for (int i = 0; i < counts.length; i++) {
      before += cell.counts()[i];
      after += counts[i];
      if (counts[i] > 0) {
        genes[size] = cell.genes()[i];
        left[size++] = counts[i];
      }
    }
    // Counts outside of the gene space change as those inside do.
    double library = before == 0 ? cell.librarySize() : cell.librarySize() * after / before;
    return CellContent.of(
        id,
        cell.role(),
        library,
        Arrays.copyOf(genes, size),
        Arrays.copyOf(left, size),
        cell.annotations());
  }
}
