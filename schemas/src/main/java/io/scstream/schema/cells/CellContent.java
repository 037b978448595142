package io.scstream.schema.cells;

import io.scstream.schema.Role;
import io.scstream.schema.Treatment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One cell on its way into a chunk. The arrays are handed over, not copied. */
public final class CellContent {
  private final String id;
  private final Role role;
  private final double librarySize;
  private final int[] genes;
  private final int[] counts;
  private final Annotations annotations;

  private CellContent(
      String id,
      Role role,
      double librarySize,
      int[] genes,
      int[] counts,
      Annotations annotations) {
    this.id = id;
    this.role = role;
    this.librarySize = librarySize;
    this.genes = genes;
    this.counts = counts;
    this.annotations = annotations;
  }

  /** What is known of a cell beyond its counts. No donor: donors are not known in this data set. */
  public record Annotations(
      Map<String, String> covariates, List<Treatment> treatments, Optional<String> donor) {
    /** Nothing is known. */
    public static final Annotations NONE = new Annotations(Map.of(), List.of(), Optional.empty());

    /** Checks and copies. */
    public Annotations {
      covariates = Map.copyOf(covariates);
      treatments = List.copyOf(treatments);
    }
  }

  /** A cell with rising gene positions and their counts. */
  public static CellContent of(
      String id,
      Role role,
      double librarySize,
      int[] genes,
      int[] counts,
      Annotations annotations) {
    if (genes.length != counts.length) {
      throw new IllegalArgumentException(
          "Invalid counts of cell " + id + ": " + counts.length + "; expected " + genes.length);
    }
    return new CellContent(id, role, librarySize, genes, counts, annotations);
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

  public int[] genes() {
    return genes;
  }

  public int[] counts() {
    return counts;
  }

  public Annotations annotations() {
    return annotations;
  }

  /** Number of genes with a count. */
  public int nonZeros() {
    return genes.length;
  }
}
