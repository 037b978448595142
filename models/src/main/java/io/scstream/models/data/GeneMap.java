package io.scstream.models.data;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where the genes of one gene space stand in a larger one, which has them all and some more, in any
 * order. Immutable.
 */
public final class GeneMap {
  private final int[] places;
  private final int size;

  private GeneMap(int[] places, int size) {
    this.places = places;
    this.size = size;
  }

  /**
   * From one list of gene ids to another.
   *
   * @throws io.scstream.models.ModelException if a list names a gene twice, a gene of the first is
   *     missing in the second, or the second has no more than the first
   */
  public static GeneMap of(List<String> from, List<String> to) {
    Map<String, Integer> positions = new HashMap<>();
    for (String gene : to) {
      checkInput(
          positions.put(gene, positions.size()) == null,
          "Invalid larger gene space: gene %s twice; expected every gene once",
          gene);
    }
    Set<String> known = new HashSet<>(from);
    checkInput(
        known.size() == from.size(),
        "Invalid gene space: %d genes of which %d differ; expected every gene once",
        from.size(),
        known.size());
    List<String> missing = from.stream().filter(gene -> !positions.containsKey(gene)).toList();
    checkInput(
        missing.isEmpty(),
        "Invalid larger gene space: %d of %d genes are missing, the first %s; expected all of them",
        missing.size(),
        from.size(),
        missing.subList(0, Math.min(5, missing.size())));
    checkInput(
        to.size() > from.size(),
        "Invalid larger gene space: no new gene beside %d known ones; expected at least one",
        from.size());
    return new GeneMap(from.stream().mapToInt(positions::get).toArray(), to.size());
  }

  /** To a space with so many further genes after the last one. */
  public static GeneMap appending(int genes, int further) {
    return new GeneMap(IntStream.range(0, genes).toArray(), Math.addExact(genes, further));
  }

  /** Genes of the smaller space. */
  public int from() {
    return places.length;
  }

  /** Genes of the larger space. */
  public int to() {
    return size;
  }

  /** Where a gene of the smaller space stands in the larger one. */
  public int place(int gene) {
    return places[gene];
  }

  /** The places in the larger space that no gene of the smaller one has, rising. */
  public List<Integer> added() {
    boolean[] isKnown = new boolean[size];
    for (int place : places) {
      isKnown[place] = true;
    }
    return IntStream.range(0, size).filter(gene -> !isKnown[gene]).boxed().toList();
  }

  /** The genes of the smaller space among those of the larger one. */
  public GenePanel panel() {
    return GenePanel.without(size, added());
  }

  /**
   * The same cell on the genes of the larger space; of the new ones it has none, and whether that
   * is because they were not measured is for the caller to say.
   *
   * @throws io.scstream.models.ModelException if the cell is of a panel already
   */
  public Cell moved(Cell cell) {
    checkInput(
        cell.panel().isEmpty(),
        "Invalid cell %s: of a panel; expected one that all genes were measured in",
        cell.id());
    int[] order = new int[size];
    Arrays.fill(order, -1);
    for (int i = 0; i < cell.nonZeros(); i++) {
      order[places[cell.gene(i)]] = i;
    }
    int[] genes = IntStream.range(0, size).filter(gene -> order[gene] >= 0).toArray();
    Cell moved;
    if (cell.holdsCounts()) {
      int[] counts = IntStream.of(genes).map(gene -> cell.count(order[gene])).toArray();
      moved = Cell.of(cell.id(), cell.role(), cell.librarySize(), genes, counts);
    } else {
      float[] values = new float[genes.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = cell.value(order[genes[i]]);
      }
      moved = Cell.ofValues(cell.id(), cell.role(), cell.librarySize(), genes, values);
    }
    return moved.inGroup(cell.group()).under(cell.condition());
  }
}
