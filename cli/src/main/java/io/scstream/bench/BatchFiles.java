package io.scstream.bench;

import io.scstream.ingest.FileCells;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.trial.BatchSeriesTrial.Batch;
import io.scstream.schema.cells.CellContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Cells of files as batches on one list of genes; a cell's library is the sum over these. */
public final class BatchFiles {
  private final List<String> genes;
  private final Map<String, Integer> places = new HashMap<>();

  private BatchFiles(List<String> genes) {
    this.genes = List.copyOf(genes);
    for (int place = 0; place < genes.size(); place++) {
      places.put(genes.get(place), place);
    }
  }

  /** Batches on these genes, in their order. */
  public static BatchFiles on(List<String> genes) {
    return new BatchFiles(genes);
  }

  /**
   * The batches that an annotation names, each cut at random into equal parts.
   *
   * @param column of the batch
   * @param parts of each, 1 or more
   * @param stratum annotation, if there is one
   */
  public List<Batch> byColumn(
      FileCells cells, String column, int parts, Optional<String> stratum, long seed) {
    SortedMap<String, List<RememberedCell>> batches = new TreeMap<>();
    int[] order = CounterRandom.of(seed, 0, "bench/parts").permutation(cells.cells().size());
    int at = 0;
    for (int place : order) {
      CellContent cell = cells.cells().get(place);
      int part = at++ % parts;
      String name = annotation(cell, column) + (parts == 1 ? "" : "/" + (part + 1));
      remembered(cell, stratum, Map.of())
          .ifPresent(it -> batches.computeIfAbsent(name, ignored -> new ArrayList<>()).add(it));
    }
    return batches.entrySet().stream().map(it -> new Batch(it.getKey(), it.getValue())).toList();
  }

  /**
   * Batches of equal size of cells in random order.
   *
   * @param names other names for the values of the stratum
   */
  public List<Batch> bySize(
      FileCells cells, int size, String stratum, Map<String, String> names, long seed) {
    List<RememberedCell> all = new ArrayList<>();
    for (int place : CounterRandom.of(seed, 1, "bench/parts").permutation(cells.cells().size())) {
      remembered(cells.cells().get(place), cells.genes(), Optional.of(stratum), names)
          .ifPresent(all::add);
    }
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from + size <= all.size(); from += size) {
      batches.add(new Batch("other/" + batches.size(), all.subList(from, from + size)));
    }
    return batches;
  }

  private static String annotation(CellContent cell, String column) {
    return cell.annotations().covariates().getOrDefault(column, "");
  }

  private Optional<RememberedCell> remembered(
      CellContent cell, Optional<String> stratum, Map<String, String> names) {
    return remembered(cell, genes, stratum, names);
  }

  private Optional<RememberedCell> remembered(
      CellContent cell, List<String> own, Optional<String> stratum, Map<String, String> names) {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    double library = 0;
    for (int i = 0; i < cell.nonZeros(); i++) {
      Integer place = places.get(own.get(cell.genes()[i]));
      if (place != null) {
        counts.put(place, cell.counts()[i]);
        library += cell.counts()[i];
      }
    }
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    String value = stratum.map(column -> annotation(cell, column)).orElse("");
    return Optional.of(
        new RememberedCell(
            Cell.of(
                cell.id(),
                Role.TARGET,
                library,
                toArray(counts.keySet()),
                toArray(counts.values())),
            names.getOrDefault(value, value)));
  }

  private static int[] toArray(Iterable<Integer> values) {
    List<Integer> list = new ArrayList<>();
    values.forEach(list::add);
    int[] array = new int[list.size()];
    Arrays.setAll(array, list::get);
    return array;
  }
}
