package io.scstream.models.data;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One cell: its non-zero entries on the model's genes, in rising gene order. They are counts, or
 * real values for models with Gaussian noise. Immutable.
 */
public final class Cell {

  private final String id;
  private final Role role;
  private final int group;
  private final double librarySize;
  private final int[] genes;
  private final int[] counts;

  /** Null where the entries are counts, which then are in {@link #counts}. */
  private final float @Nullable [] values;

  /** Null where every gene was measured. */
  private final @Nullable GenePanel panel;

  private final Condition condition;
  private final long totalCount;

  private Cell(
      String id,
      Role role,
      double librarySize,
      int[] genes,
      int[] counts,
      float @Nullable [] values) {
    this.id = id;
    this.role = role;
    this.group = 0;
    this.librarySize = librarySize;
    this.genes = genes;
    this.counts = counts;
    this.values = values;
    this.panel = null;
    this.condition = Condition.UNKNOWN;
    long sum = 0;
    for (int count : counts) {
      sum += count;
    }
    this.totalCount = sum;
  }

  private Cell(Cell cell, int group, @Nullable GenePanel panel, Condition condition) {
    this.id = cell.id;
    this.role = cell.role;
    this.group = group;
    this.librarySize = cell.librarySize;
    this.genes = cell.genes;
    this.counts = cell.counts;
    this.values = cell.values;
    this.panel = panel;
    this.condition = condition;
    this.totalCount = cell.totalCount;
  }

  /**
   * A checked cell that shares no array with its arguments.
   *
   * @param librarySize the depth of the whole cell, which may exceed the sum over these genes
   */
  public static Cell of(String id, Role role, double librarySize, int[] genes, int[] counts) {
    Objects.requireNonNull(id);
    Objects.requireNonNull(role);
    checkInput(
        genes.length == counts.length,
        "Invalid cell %s: %d genes and %d counts; expected as many counts as genes",
        id,
        genes.length,
        counts.length);
    checkLibrarySize(id, librarySize);
    int[] ownGenes = genes.clone();
    int[] ownCounts = counts.clone();
    for (int i = 0; i < ownGenes.length; i++) {
      checkGene(id, ownGenes, i);
      if (ownCounts[i] < 1) {
        checkInput(
            false,
            "Invalid count at entry %d of cell %s: %d; expected a positive integer",
            i,
            id,
            ownCounts[i]);
      }
    }
    return new Cell(id, role, librarySize, ownGenes, ownCounts, null);
  }

  /**
   * A checked cell of real values, which shares no array with its arguments. Only models with
   * Gaussian noise read such cells, and a run's saved state and canaries do not keep them.
   *
   * @param values finite, not 0
   */
  public static Cell ofValues(
      String id, Role role, double librarySize, int[] genes, float[] values) {
    Objects.requireNonNull(id);
    Objects.requireNonNull(role);
    checkInput(
        genes.length == values.length,
        "Invalid cell %s: %d genes and %d values; expected as many values as genes",
        id,
        genes.length,
        values.length);
    checkLibrarySize(id, librarySize);
    int[] ownGenes = genes.clone();
    float[] ownValues = values.clone();
    for (int i = 0; i < ownGenes.length; i++) {
      checkGene(id, ownGenes, i);
      if (!Float.isFinite(ownValues[i]) || ownValues[i] == 0) {
        checkInput(
            false,
            "Invalid value at entry %d of cell %s: %s; expected a finite number other than 0",
            i,
            id,
            ownValues[i]);
      }
    }
    return new Cell(id, role, librarySize, ownGenes, new int[0], ownValues);
  }

  /**
   * The same cell in a group of target cells; a cell is made in group 0.
   *
   * @param number of the group, from 0; of a background cell 0, as it is in none
   */
  public Cell inGroup(int number) {
    checkInput(
        number == 0 || (number > 0 && role == Role.TARGET),
        "Invalid group of cell %s: %d; expected 0 or, for a target cell, a positive number",
        id,
        number);
    return number == group ? this : new Cell(this, number, panel, condition);
  }

  /**
   * The same cell, measured on some genes only: a likelihood then leaves the others out. Its
   * library size stays as it is. It is not kept in saved states.
   *
   * @throws io.scstream.models.ModelException if the cell has an entry on another gene
   */
  public Cell on(GenePanel measured) {
    measured
        .unmeasured()
        .forEach(
            gene ->
                checkInput(
                    Arrays.binarySearch(genes, gene) < 0,
                    "Invalid panel of cell %s: gene %d is not measured; expected no entry on it",
                    id,
                    gene));
    return new Cell(this, group, measured, condition);
  }

  /**
   * The same cell under a condition; a cell is made with one that says nothing.
   *
   * @throws io.scstream.models.ModelException if a background cell was treated
   */
  public Cell under(Condition known) {
    checkInput(
        role == Role.TARGET || known.treatments().isEmpty(),
        "Invalid treatments of background cell %s: %s; expected none",
        id,
        known.treatments());
    return new Cell(this, group, panel, known);
  }

  private static void checkLibrarySize(String id, double librarySize) {
    checkInput(
        Double.isFinite(librarySize) && librarySize > 0,
        "Invalid library size of cell %s: %s; expected a positive number",
        id,
        librarySize);
  }

  private static void checkGene(String id, int[] genes, int i) {
    int previous = i == 0 ? -1 : genes[i - 1];
    if (genes[i] <= previous) {
      checkInput(
          false,
          "Invalid gene at entry %d of cell %s: %d; expected an index above %d",
          i,
          id,
          genes[i],
          previous);
    }
  }

  public String id() {
    return id;
  }

  public Role role() {
    return role;
  }

  /** The number of the group of target cells that this one is of, from 0; 0 without groups. */
  public int group() {
    return group;
  }

  /** Its covariates and treatments. */
  public Condition condition() {
    return condition;
  }

  public double librarySize() {
    return librarySize;
  }

  public int nonZeros() {
    return genes.length;
  }

  /** The gene of the i-th non-zero entry. */
  public int gene(int i) {
    return genes[i];
  }

  /** The genes that it was measured on; empty if on all. */
  public Optional<GenePanel> panel() {
    return Optional.ofNullable(panel);
  }

  /** Whether the entries are counts and not real values. */
  public boolean holdsCounts() {
    return values == null;
  }

  /**
   * Refuses a cell of real values.
   *
   * @throws io.scstream.models.ModelException if the entries are no counts
   */
  public void requireCounts() {
    if (values != null) {
      checkInput(false, "Invalid cell %s: real values; expected counts", id);
    }
  }

  /** The count of the i-th non-zero entry. */
  public int count(int i) {
    requireCounts();
    return counts[i];
  }

  /** The i-th non-zero entry, whether a count or a real value. */
  public float value(int i) {
    return values == null ? counts[i] : values[i];
  }

  /** Writes the genes of all entries into an array, from a place on. */
  void copyGenes(int[] target, int at) {
    System.arraycopy(genes, 0, target, at, genes.length);
  }

  /** Writes all counts into an array, from a place on. */
  void copyCounts(int[] target, int at) {
    requireCounts();
    System.arraycopy(counts, 0, target, at, counts.length);
  }

  /** The sum of the counts on these genes. */
  public long totalCount() {
    requireCounts();
    return totalCount;
  }

  @Override
  public String toString() {
    return "Cell[" + id + ", " + role + ", " + genes.length + " non-zeros]";
  }
}
