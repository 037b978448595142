package io.scstream.models.simulate;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import java.util.stream.IntStream;

/** Cells from one entry for each gene. Zeros are left out. */
final class DenseCells {

  private DenseCells() {}

  /** The library size is the sum of the counts, or 1 where there are none. */
  static Cell ofCounts(String id, Role role, int[] counts) {
    int[] genes = IntStream.range(0, counts.length).filter(gene -> counts[gene] != 0).toArray();
    long total = 0;
    int[] nonZeros = new int[genes.length];
    for (int i = 0; i < genes.length; i++) {
      nonZeros[i] = counts[genes[i]];
      total += nonZeros[i];
    }
    return Cell.of(id, role, Math.max(1.0, (double) total), genes, nonZeros);
  }

  /** The library size, which means nothing here, is 1. */
  static Cell ofValues(String id, Role role, double[] values) {
    int[] genes =
        IntStream.range(0, values.length).filter(gene -> (float) values[gene] != 0).toArray();
    float[] nonZeros = new float[genes.length];
    for (int i = 0; i < genes.length; i++) {
      nonZeros[i] = (float) values[genes[i]];
    }
    return Cell.ofValues(id, role, 1, genes, nonZeros);
  }
}
