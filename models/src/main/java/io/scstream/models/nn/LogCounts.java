package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.kernel.Kernels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What encoders read, as a sparse matrix [n, G]: log(1 + x) of the raw counts; real values, which
 * may be negative, as they are. Belongs to the manager of one step.
 */
public final class LogCounts {
  private static final float[] LOGS = logs(1 << 10);

  private final NDManager step;
  private final int genes;
  private final int[] starts;
  private final int[] columns;
  private final float[] values;
  private @Nullable Uploaded byRow;
  private @Nullable Uploaded byGene;

  /** Compressed rows or columns in the engine. */
  private record Uploaded(NDArray indices, NDArray starts, NDArray values) {}

  private LogCounts(NDManager step, int genes, int[] starts, int[] columns, float[] values) {
    this.step = step;
    this.genes = genes;
    this.starts = starts;
    this.columns = columns;
    this.values = values;
  }

  public static LogCounts of(Minibatch minibatch, NDManager step) {
    int[] starts = new int[minibatch.cells() + 1];
    Arrays.setAll(starts, minibatch::rowStart);
    float[] values = minibatch.holdsCounts() ? logs(minibatch) : minibatch.values();
    return new LogCounts(step, minibatch.genes(), starts, minibatch.geneIndices(), values);
  }

  private static float[] logs(Minibatch minibatch) {
    int[] counts = minibatch.counts();
    float[] values = new float[counts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = counts[i] < LOGS.length ? LOGS[counts[i]] : (float) Math.log1p(counts[i]);
    }
    return values;
  }

  private static float[] logs(int below) {
    float[] logs = new float[below];
    for (int x = 0; x < below; x++) {
      logs[x] = (float) Math.log1p(x);
    }
    return logs;
  }

  /** Some of the cells, from one row to before another. */
  public LogCounts rows(int from, int to) {
    if (from == 0 && to == cells()) {
      return this;
    }
    int first = starts[from];
    int[] ofPart = Arrays.copyOfRange(starts, from, to + 1);
    for (int i = 0; i < ofPart.length; i++) {
      ofPart[i] -= first;
    }
    return new LogCounts(
        step,
        genes,
        ofPart,
        Arrays.copyOfRange(columns, first, starts[to]),
        Arrays.copyOfRange(values, first, starts[to]));
  }

  /** The number of rows. */
  public int cells() {
    return starts.length - 1;
  }

  /**
   * The product with a weight, off any tape.
   *
   * @param byGene [G, h]
   * @return [n, h]
   */
  NDArray times(NDArray byGene) {
    if (byRow == null) {
      byRow = uploaded(columns, starts, values);
    }
    return product(byGene, byRow);
  }

  /**
   * The gradient of a weight from that of the product.
   *
   * @param byProduct [n, h]
   * @return [G, h]
   */
  NDArray transposedTimes(NDArray byProduct) {
    if (byGene == null) {
      byGene = transposed();
    }
    return product(byProduct, byGene);
  }

  private NDArray product(NDArray dense, Uploaded sparse) {
    return Kernels.get().sparseProduct(dense, sparse.indices, sparse.starts, sparse.values, step);
  }

  /** Entries in the order of genes, and of cells within a gene. */
  private Uploaded transposed() {
    int[] ends = new int[genes + 1];
    for (int gene : columns) {
      ends[gene + 1]++;
    }
    for (int gene = 0; gene < genes; gene++) {
      ends[gene + 1] += ends[gene];
    }
    int[] firsts = ends.clone();
    int[] rows = new int[columns.length];
    float[] sorted = new float[columns.length];
    for (int row = 0; row < cells(); row++) {
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        int to = ends[columns[i]]++;
        rows[to] = row;
        sorted[to] = values[i];
      }
    }
    return uploaded(rows, firsts, sorted);
  }

  private Uploaded uploaded(int[] indices, int[] firsts, float[] entries) {
    return new Uploaded(
        step.create(indices),
        step.create(Arrays.copyOf(firsts, firsts.length - 1)),
        EngineMemory.copy(step, entries, new Shape(entries.length)));
  }

  /** As a dense array [n, G]. */
  public NDArray dense() {
    float[] dense = new float[Math.multiplyExact(cells(), genes)];
    for (int row = 0; row < cells(); row++) {
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        dense[row * genes + columns[i]] = values[i];
      }
    }
    return EngineMemory.copy(step, dense, new Shape(cells(), genes));
  }
}
