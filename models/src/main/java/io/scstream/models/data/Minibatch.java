package io.scstream.models.data;

import static io.scstream.models.ModelException.checkInput;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The cells of one gradient step: background rows first, then target rows by rising group, each in
 * the order given. The counts, or the real values, are one compressed sparse row matrix.
 */
public final class Minibatch {

  private static final double PER = 10_000;

  private final int genes;
  private final List<Cell> cells;
  private final int background;
  private final int[] groupStarts;
  private final int[] rowStarts;
  private final Whole whole;

  /**
   * How many cells the minibatch has of which this is a part, or is itself.
   *
   * @param groups target cells of each group
   */
  private record Whole(int background, List<Integer> groups) {}

  private Minibatch(int genes, List<Cell> ordered, int background, Whole whole) {
    this.genes = genes;
    this.cells = List.copyOf(ordered);
    this.background = background;
    this.groupStarts = groupStarts(ordered, background);
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
    List<Cell> ordered = ordered(cells);
    int background = (int) ordered.stream().filter(cell -> cell.role() == Role.BACKGROUND).count();
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
      cell.panel().ifPresent(panel -> checkPanel(cell, panel, genes));
    }
    int[] starts = groupStarts(ordered, background);
    List<Integer> groups =
        IntStream.range(1, starts.length).mapToObj(k -> starts[k] - starts[k - 1]).toList();
    return new Minibatch(genes, ordered, background, new Whole(background, groups));
  }

  private static void checkPanel(Cell cell, GenePanel panel, int genes) {
    checkInput(
        panel.genes() == genes,
        "Invalid panel of cell %s: of %d genes; expected %d",
        cell.id(),
        panel.genes(),
        genes);
  }

  /** Cells in the order of a minibatch's rows. */
  public static List<Cell> ordered(List<Cell> cells) {
    return cells.stream()
        .sorted(Comparator.comparing(Cell::role).thenComparing(Cell::group))
        .toList();
  }

  /** Where each group begins among ordered cells, and last where the last one ends. */
  private static int[] groupStarts(List<Cell> ordered, int background) {
    int last = background < ordered.size() ? ordered.get(ordered.size() - 1).group() : -1;
    int[] starts = new int[last + 2];
    starts[0] = background;
    for (int row = background; row < ordered.size(); row++) {
      starts[ordered.get(row).group() + 1] = row + 1;
    }
    for (int k = 1; k < starts.length; k++) {
      starts[k] = Math.max(starts[k], starts[k - 1]); // a group without cells ends where it begins
    }
    return starts;
  }

  /**
   * Two halves that know what they are halves of, so that the sum of their losses is the loss of
   * the whole. At least two cells; a role or group with a single cell is in one half only.
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
    return Cell.ofValues(cell.id(), cell.role(), cell.librarySize(), genes, values)
        .inGroup(cell.group())
        .under(cell.condition());
  }

  /** The cells of one role, which know what they are a part of. At least one. */
  public Minibatch only(Role role) {
    boolean isBackground = role == Role.BACKGROUND;
    List<Cell> rows =
        isBackground ? cells.subList(0, background) : cells.subList(background, cells.size());
    checkInput(!rows.isEmpty(), "Invalid minibatch: no %s cells; expected at least one", role);
    return new Minibatch(genes, rows, isBackground ? background : 0, whole);
  }

  /** The target cells of one group, which know what they are a part of. At least one. */
  public Minibatch onlyGroup(int group) {
    List<Cell> rows = cells.subList(groupStart(group), groupStart(group + 1));
    checkInput(
        !rows.isEmpty(), "Invalid minibatch: no cells of group %d; expected at least one", group);
    return new Minibatch(genes, rows, 0, whole);
  }

  /** The background cells of the minibatch of which this is a part; its own if it is whole. */
  public int wholeBackground() {
    return whole.background;
  }

  /** The same of the target cells of one group. */
  public int wholeTarget(int group) {
    return group < whole.groups.size() ? whole.groups.get(group) : 0;
  }

  private static String kind(Cell cell) {
    return cell.holdsCounts() ? "counts" : "real values";
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

  /** One more than the largest number of a group here; 0 without target cells. */
  public int groups() {
    return groupStarts.length - 1;
  }

  /** The first row of a group; where it would be if it has no cell. */
  public int groupStart(int group) {
    return group < groupStarts.length ? groupStarts[group] : cells.size();
  }

  /** The number of target cells of one group. */
  public int target(int group) {
    return groupStart(group + 1) - groupStart(group);
  }

  public Cell cell(int row) {
    return cells.get(row);
  }

  /** Whether the cells hold counts and not real values. */
  public boolean holdsCounts() {
    return cells.get(0).holdsCounts();
  }

  /** Whether some gene was not measured in some cell. */
  public boolean isPartlyMeasured() {
    return cells.stream().anyMatch(cell -> cell.panel().isPresent());
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
    for (int row = 0; row < cells.size(); row++) {
      cells.get(row).copyGenes(indices, rowStarts[row]);
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
    for (int row = 0; row < cells.size(); row++) {
      cells.get(row).copyCounts(counts, rowStarts[row]);
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
