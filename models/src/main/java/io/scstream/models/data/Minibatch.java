package io.scstream.models.data;

import static io.scstream.models.ModelException.checkInput;

import java.util.ArrayList;
import java.util.List;

/**
 * The cells of one gradient step: background rows first, then target rows, each in the order given.
 * The counts, or the real values, are one compressed sparse row matrix.
 */
public final class Minibatch {

  private final int genes;
  private final List<Cell> cells;
  private final int background;
  private final int[] rowStarts;

  private Minibatch(int genes, List<Cell> cells, int background, int[] rowStarts) {
    this.genes = genes;
    this.cells = cells;
    this.background = background;
    this.rowStarts = rowStarts;
  }

  /**
   * A checked minibatch of at least one cell on so many genes. Either all cells hold counts or all
   * hold real values.
   */
  public static Minibatch of(int genes, List<Cell> cells) {
    checkInput(genes > 0, "Invalid genes: %d; expected a positive number", genes);
    checkInput(!cells.isEmpty(), "Invalid minibatch: no cells; expected at least one");
    List<Cell> ordered = new ArrayList<>(cells.size());
    addRole(cells, Role.BACKGROUND, ordered);
    int background = ordered.size();
    addRole(cells, Role.TARGET, ordered);
    int[] rowStarts = new int[ordered.size() + 1];
    for (int row = 0; row < ordered.size(); row++) {
      Cell cell = ordered.get(row);
      int nonZeros = cell.nonZeros();
      checkInput(
          nonZeros == 0 || cell.gene(nonZeros - 1) < genes,
          "Invalid gene of cell %s: %d; expected an index below %d",
          cell.id(),
          nonZeros == 0 ? -1 : cell.gene(nonZeros - 1),
          genes);
      checkInput(
          cell.holdsCounts() == ordered.get(0).holdsCounts(),
          "Invalid cell %s: %s in a minibatch of %s; expected cells of one kind",
          cell.id(),
          kind(cell),
          kind(ordered.get(0)));
      rowStarts[row + 1] = Math.addExact(rowStarts[row], nonZeros);
    }
    return new Minibatch(genes, List.copyOf(ordered), background, rowStarts);
  }

  private static String kind(Cell cell) {
    return cell.holdsCounts() ? "counts" : "real values";
  }

  private static void addRole(List<Cell> cells, Role role, List<Cell> ordered) {
    for (Cell cell : cells) {
      if (cell.role() == role) {
        ordered.add(cell);
      }
    }
  }

  public int genes() {
    return genes;
  }

  /** The number of cells. */
  public int cells() {
    return cells.size();
  }

  /** The number of background cells; they are rows 0 to background - 1. */
  public int background() {
    return background;
  }

  /** The number of target cells; they are the last rows. */
  public int target() {
    return cells.size() - background;
  }

  public Cell cell(int row) {
    return cells.get(row);
  }

  /** Whether the cells hold counts and not real values. */
  public boolean holdsCounts() {
    return cells.get(0).holdsCounts();
  }

  /** The number of non-zero entries in all rows. */
  public int nonZeros() {
    return rowStarts[cells.size()];
  }

  /** The position of a row's first entry; row {@link #cells()} gives the end of the last one. */
  public int rowStart(int row) {
    return rowStarts[row];
  }

  /** The gene of every entry, row by row. A fresh array. */
  public int[] geneIndices() {
    int[] indices = new int[nonZeros()];
    int entry = 0;
    for (Cell cell : cells) {
      for (int i = 0; i < cell.nonZeros(); i++) {
        indices[entry++] = cell.gene(i);
      }
    }
    return indices;
  }

  /**
   * The count of every entry, row by row. A fresh array.
   *
   * @throws io.scstream.models.ModelException if the cells hold real values
   */
  public int[] counts() {
    int[] counts = new int[nonZeros()];
    int entry = 0;
    for (Cell cell : cells) {
      for (int i = 0; i < cell.nonZeros(); i++) {
        counts[entry++] = cell.count(i);
      }
    }
    return counts;
  }

  /** Every entry, whether a count or a real value, row by row. A fresh array. */
  public float[] values() {
    float[] values = new float[nonZeros()];
    int entry = 0;
    for (Cell cell : cells) {
      for (int i = 0; i < cell.nonZeros(); i++) {
        values[entry++] = cell.value(i);
      }
    }
    return values;
  }

  /** The library size of every row. A fresh array. */
  public double[] librarySizes() {
    return cells.stream().mapToDouble(Cell::librarySize).toArray();
  }
}
