package io.scstream.models.data;

import static io.scstream.models.ModelException.checkInput;

import java.util.ArrayList;
import java.util.List;

/**
 * The cells of one gradient step: background rows first, then target rows, each in the order given.
 * The counts, or the real values, are one compressed sparse row matrix.
 */
public final class Minibatch {

  private static final double PER = 10_000;

  private final int genes;
  private final List<Cell> cells;
  private final int background;
  private final int[] rowStarts;
  private final Whole whole;

  /** How many cells of each role the minibatch has of which this is a part, or is itself. */
  private record Whole(int background, int target) {}

  private Minibatch(int genes, List<Cell> ordered, int background, Whole whole) {
    this.genes = genes;
    this.cells = List.copyOf(ordered);
    this.background = background;
    this.whole = whole;
    this.rowStarts = new int[ordered.size() + 1];
    for (int row = 0; row < ordered.size(); row++) {
      rowStarts[row + 1] = Math.addExact(rowStarts[row], ordered.get(row).nonZeros());
    }
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
    for (Cell cell : ordered) {
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
    }
    return new Minibatch(
        genes, ordered, background, new Whole(background, ordered.size() - background));
  }

  /**
   * Two halves that know what they are halves of, so that the sum of their losses is the loss of
   * the whole. At least two cells; a role with a single cell is in one half only.
   */
  public List<Minibatch> halves() {
    checkInput(cells.size() > 1, "Invalid minibatch to halve: one cell; expected at least two");
    List<Cell> first = new ArrayList<>();
    List<Cell> second = new ArrayList<>();
    for (int row = 0; row < cells.size(); row++) {
      (row % 2 == 0 ? first : second).add(cells.get(row));
    }
    int even = (background + 1) / 2;
    return List.of(
        new Minibatch(genes, first, even, whole),
        new Minibatch(genes, second, background - even, whole));
  }

  /**
   * The same cells with log(1 + counts per {@value #PER}) for counts, as MM-cVAE reads them; cells
   * of real values as they are.
   */
  public Minibatch logNormalized() {
    return holdsCounts()
        ? new Minibatch(
            genes, cells.stream().map(Minibatch::logNormalized).toList(), background, whole)
        : this;
  }

  private static Cell logNormalized(Cell cell) {
    int[] genes = new int[cell.nonZeros()];
    float[] values = new float[genes.length];
    for (int i = 0; i < genes.length; i++) {
      genes[i] = cell.gene(i);
      values[i] = (float) Math.log1p(PER * cell.count(i) / cell.librarySize());
    }
    return Cell.ofValues(cell.id(), cell.role(), cell.librarySize(), genes, values);
  }

  /** The cells of one role, which know what they are a part of. At least one. */
  public Minibatch only(Role role) {
    boolean isBackground = role == Role.BACKGROUND;
    List<Cell> rows =
        isBackground ? cells.subList(0, background) : cells.subList(background, cells.size());
    checkInput(!rows.isEmpty(), "Invalid minibatch: no %s cells; expected at least one", role);
    return new Minibatch(genes, rows, isBackground ? background : 0, whole);
  }

  /** The background cells of the minibatch of which this is a part; its own if it is whole. */
  public int wholeBackground() {
    return whole.background;
  }

  /** The target cells of the minibatch of which this is a part; its own if it is whole. */
  public int wholeTarget() {
    return whole.target;
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
