package io.scstream.models.trial;

import io.scstream.models.data.Cell;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Known changes of real batches, by taking counts or cells away. */
public enum BatchChange {
  /** Every count stays with probability ½. */
  DEPTH,
  /** Every count of one gene in ten stays with probability ¼. */
  GENES,
  /** No cells of the commonest stratum. */
  COMPOSITION;

  private static final int ONE_GENE_IN = 10;

  /** Its name in small letters. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The changed batches; those of which nothing is left are left out. */
  public List<BatchSeriesTrial.Batch> of(List<BatchSeriesTrial.Batch> batches, long seed) {
    String commonest = commonest(batches);
    return batches.stream()
        .map(
            batch ->
                new BatchSeriesTrial.Batch(
                    batch.name() + "/" + label(),
                    batch.cells().stream()
                        .filter(cell -> this != COMPOSITION || !cell.stratum().equals(commonest))
                        .flatMap(cell -> thinned(cell, seed).stream())
                        .toList()))
        .filter(batch -> !batch.cells().isEmpty())
        .toList();
  }

  private static String commonest(List<BatchSeriesTrial.Batch> batches) {
    SortedMap<String, Integer> cells = new TreeMap<>();
    batches.forEach(
        batch -> batch.cells().forEach(cell -> cells.merge(cell.stratum(), 1, Integer::sum)));
    return cells.entrySet().stream()
        .max(Comparator.comparingInt(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElse("");
  }

  private Optional<RememberedCell> thinned(RememberedCell remembered, long seed) {
    if (this == COMPOSITION) {
      return Optional.of(remembered);
    }
    Cell cell = remembered.cell();
    CounterRandom chance = CounterRandom.of(seed, 0, "trial/thin/" + cell.id());
    int[] genes = new int[cell.nonZeros()];
    int[] counts = new int[cell.nonZeros()];
    int size = 0;
    double library = 0;
    for (int i = 0; i < cell.nonZeros(); i++) {
      double kept = this == DEPTH ? 0.5 : cell.gene(i) % ONE_GENE_IN == 0 ? 0.25 : 1;
      for (int count = cell.count(i); count > 0; count--) {
        counts[size] += chance.nextDouble() < kept ? 1 : 0;
      }
      if (counts[size] > 0) {
        genes[size] = cell.gene(i);
        library += counts[size++];
      }
    }
    return size == 0
        ? Optional.empty()
        : Optional.of(
            new RememberedCell(
                Cell.of(
                    cell.id(),
                    cell.role(),
                    library,
                    Arrays.copyOf(genes, size),
                    Arrays.copyOf(counts, size)),
                remembered.stratum()));
  }
}
