package io.scstream.matrix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names along both axes of a file, and which of its genes are kept. */
final class Axes {
  private final Path source;
  private final List<String> cells;
  private final List<String> storedGenes;
  private final int[] kept;
  private final List<String> genes;
  private final List<String> geneNames;

  private Axes(Path source, List<String> cells, Genes stored, Set<String> types) {
    this.source = source;
    this.cells = unique(source, "cell id", cells);
    this.storedGenes = unique(source, "gene id", stored.ids());
    this.kept = keptPositions(stored, types);
    this.genes = select(stored.ids());
    this.geneNames = stored.names().isEmpty() ? List.of() : select(stored.names());
  }

  /**
   * Genes as stored.
   *
   * @param names empty if the file has none
   * @param types empty if the file has none
   */
  record Genes(List<String> ids, List<String> names, List<String> types) {
    static Genes of(List<String> ids) {
      return new Genes(ids, List.of(), List.of());
    }
  }

  static Axes of(Path source, List<String> cells, Genes genes, Set<String> featureTypes) {
    if (!featureTypes.isEmpty()) {
      requireTypes(source, genes.types(), featureTypes);
    }
    return new Axes(source, cells, genes, featureTypes);
  }

  Path source() {
    return source;
  }

  List<String> cells() {
    return cells;
  }

  List<String> genes() {
    return genes;
  }

  List<String> geneNames() {
    return geneNames;
  }

  /** Genes in the file, also those that are not kept. */
  List<String> storedGenes() {
    return storedGenes;
  }

  /** Position among the kept genes, or -1. */
  int kept(int storedGene) {
    return kept[storedGene];
  }

  private static void requireTypes(Path source, List<String> types, Set<String> wanted) {
    Set<String> existing = new java.util.TreeSet<>(types);
    for (String type : wanted) {
      if (!existing.contains(type)) {
        String expected =
            existing.isEmpty() ? "no filter: the file has no feature types" : "one of " + existing;
        throw MatrixException.badInput(source, "feature type", type, expected);
      }
    }
  }

  private static int[] keptPositions(Genes stored, Set<String> types) {
    int[] kept = new int[stored.ids().size()];
    int next = 0;
    for (int i = 0; i < kept.length; i++) {
      kept[i] = types.isEmpty() || types.contains(stored.types().get(i)) ? next++ : -1;
    }
    return kept;
  }

  private List<String> select(List<String> values) {
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i] >= 0) {
        selected.add(values.get(i));
      }
    }
    return List.copyOf(selected);
  }

  private static List<String> unique(Path source, String field, List<String> ids) {
    Map<String, Integer> seen = new HashMap<>(ids.size() * 2);
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      if (id.isBlank()) {
        throw MatrixException.badInput(source, field + " " + i, "empty", "a name");
      }
      Integer first = seen.putIfAbsent(id, i);
      if (first != null) {
        throw MatrixException.badInput(
            source,
            field + " " + i,
            id,
            "a name that no other has; " + field + " " + first + " is the same");
      }
    }
    return List.copyOf(ids);
  }
}
