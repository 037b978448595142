package io.scstream.models.data;

import static io.scstream.models.ModelException.checkInput;

import java.util.Objects;

/** One cell: its non-zero counts on the model's genes, in rising gene order. Immutable. */
public final class Cell {

  private final String id;
  private final Role role;
  private final double librarySize;
  private final int[] genes;
  private final int[] counts;
  private final long totalCount;

  private Cell(String id, Role role, double librarySize, int[] genes, int[] counts) {
    this.id = id;
    this.role = role;
    this.librarySize = librarySize;
    this.genes = genes;
    this.counts = counts;
    long sum = 0;
    for (int count : counts) {
      sum += count;
    }
    this.totalCount = sum;
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
    checkInput(
        Double.isFinite(librarySize) && librarySize > 0,
        "Invalid library size of cell %s: %s; expected a positive number",
        id,
        librarySize);
    int[] ownGenes = genes.clone();
    int[] ownCounts = counts.clone();
    checkEntries(id, ownGenes, ownCounts);
    return new Cell(id, role, librarySize, ownGenes, ownCounts);
  }

  private static void checkEntries(String id, int[] genes, int[] counts) {
    int previous = -1;
    for (int i = 0; i < genes.length; i++) {
      if (genes[i] <= previous) {
        checkInput(
            false,
            "Invalid gene at entry %d of cell %s: %d; expected an index above %d",
            i,
            id,
            genes[i],
            previous);
      }
      if (counts[i] < 1) {
        checkInput(
            false,
            "Invalid count at entry %d of cell %s: %d; expected a positive integer",
            i,
            id,
            counts[i]);
      }
      previous = genes[i];
    }
  }

  public String id() {
    return id;
  }

  public Role role() {
    return role;
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

  /** The count of the i-th non-zero entry. */
  public int count(int i) {
    return counts[i];
  }

  /** The sum of the counts on these genes. */
  public long totalCount() {
    return totalCount;
  }

  @Override
  public String toString() {
    return "Cell[" + id + ", " + role + ", " + genes.length + " non-zeros]";
  }
}
