package io.scstream.matrix;

import java.util.Arrays;

/**
 * Consecutive cells of a matrix as compressed sparse rows: the entries of the block's cell {@code
 * i} stand at {@code indptr[i]} to {@code indptr[i + 1]}, genes rising, counts positive.
 *
 * <p>The arrays are the block's own and are not copied on access; treat them as read-only.
 */
public final class CsrBlock {
  private final int firstCell;
  private final int[] indptr;
  private final int[] indices;
  private final int[] counts;

  private CsrBlock(int firstCell, int[] indptr, int[] indices, int[] counts) {
    this.firstCell = firstCell;
    this.indptr = indptr;
    this.indices = indices;
    this.counts = counts;
  }

  static CsrBlock of(int firstCell, int[] indptr, int[] indices, int[] counts) {
    return new CsrBlock(firstCell, indptr, indices, counts);
  }

  /** Position of the block's first cell in {@link CountMatrix#cellIds()}. */
  public int firstCell() {
    return firstCell;
  }

  public int cells() {
    return indptr.length - 1;
  }

  /** Number of non-zero counts. */
  public int entries() {
    return counts.length;
  }

  public int[] indptr() {
    return indptr;
  }

  /** Positions in {@link CountMatrix#geneIds()}. */
  public int[] indices() {
    return indices;
  }

  public int[] counts() {
    return counts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CsrBlock block
        && firstCell == block.firstCell
        && Arrays.equals(indptr, block.indptr)
        && Arrays.equals(indices, block.indices)
        && Arrays.equals(counts, block.counts);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * firstCell + Arrays.hashCode(indptr)) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "CsrBlock[firstCell=%d, cells=%d, entries=%d]".formatted(firstCell, cells(), entries());
  }
}
