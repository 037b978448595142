package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.kernel.Sparse;
import java.util.Arrays;
import java.util.function.Supplier;
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
  private @Nullable Sparse byRow;
  private @Nullable Sparse byGene;
  private @Nullable Entries sorted;
  private Supplier<Entries> sorting = this::transposed;

  /** Compressed rows. */
  private static final class Entries {
    private final int[] starts;
    private final int[] indices;
    private final float[] values;

    Entries(int[] starts, int[] indices, float[] values) {
      this.starts = starts;
      this.indices = indices;
      this.values = values;
    }
  }

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
    return new LogCounts(step, minibatch.genes(), starts, minibatch.sharedGenes(), values);
  }

  private static float[] logs(Minibatch minibatch) {
    int[] counts = minibatch.sharedCounts();
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
    LogCounts part =
        new LogCounts(
            step,
            genes,
            ofPart,
            Arrays.copyOfRange(columns, first, starts[to]),
            Arrays.copyOfRange(values, first, starts[to]));
    part.sorting = () -> rowsOf(sorted(), from, to);
    return part;
  }

  /** The number of rows. */
  public int cells() {
    return starts.length - 1;
  }

  int genes() {
    return genes;
  }

  /** What this belongs to. */
  public NDManager manager() {
    return step;
  }

  /** In the engine, a row for each cell. */
  Sparse byRow() {
    if (byRow == null) {
      byRow = uploaded(new Entries(starts, columns, values));
    }
    return byRow;
  }

  /** In the engine, transposed: a row for each gene. */
  Sparse byGene() {
    if (byGene == null) {
      byGene = uploaded(sorted());
    }
    return byGene;
  }

  /** Entries in the order of genes, and of cells within a gene. */
  private Entries sorted() {
    if (sorted == null) {
      sorted = sorting.get();
    }
    return sorted;
  }

  private Entries transposed() {
    int[] next = new int[genes + 1];
    for (int gene : columns) {
      next[gene + 1]++;
    }
    for (int gene = 0; gene < genes; gene++) {
      next[gene + 1] += next[gene];
    }
    Entries entries = new Entries(next.clone(), new int[columns.length], new float[columns.length]);
    for (int row = 0; row < cells(); row++) {
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        int to = next[columns[i]]++;
        entries.indices[to] = row;
        entries.values[to] = values[i];
      }
    }
    return entries;
  }

  /** Of sorted entries those of some cells, which saves sorting once more. */
  private Entries rowsOf(Entries all, int from, int to) {
    int count = starts[to] - starts[from];
    Entries some = new Entries(new int[genes + 1], new int[count], new float[count]);
    int next = 0;
    for (int gene = 0; gene < genes; gene++) {
      for (int i = all.starts[gene]; i < all.starts[gene + 1]; i++) {
        int row = all.indices[i];
        if (row >= from && row < to) {
          some.indices[next] = row - from;
          some.values[next++] = all.values[i];
        }
      }
      some.starts[gene + 1] = next;
    }
    return some;
  }

  private Sparse uploaded(Entries entries) {
    int rows = entries.starts.length - 1;
    return new Sparse(
        step.create(entries.indices),
        step.create(Arrays.copyOf(entries.starts, rows)),
        step.create(entries.values));
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
