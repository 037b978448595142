package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineBuffer;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.kernel.Sparse;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What encoders read, as a sparse matrix [n, G]: log(1 + x) of the raw counts; real values, which
 * may be negative, as they are. Belongs to the manager of one step.
 */
public final class LogCounts {
  private static final float[] LOGS = logs(1 << 10);

  /** So many genes' rows of a weight of usual width stay in a core's cache. */
  private static final int CACHED_GENES = 2500;

  private final NDManager step;
  private final Minibatch minibatch;

  /** The gene and the value of every entry of the minibatch, row by row. */
  private final int[] genes;

  private final float[] values;
  private final int from;
  private final int to;
  private @Nullable Sparse byRow;
  private @Nullable Sparse byGene;

  private LogCounts(
      NDManager step, Minibatch minibatch, int[] genes, float[] values, int from, int to) {
    this.step = step;
    this.minibatch = minibatch;
    this.genes = genes;
    this.values = values;
    this.from = from;
    this.to = to;
  }

  /** Of all cells. */
  public static LogCounts of(Minibatch minibatch, NDManager step) {
    return new LogCounts(
        step, minibatch, minibatch.geneIndices(), read(minibatch), 0, minibatch.cells());
  }

  private static float[] read(Minibatch minibatch) {
    if (!minibatch.holdsCounts()) {
      return minibatch.values();
    }
    int[] counts = minibatch.counts();
    float[] values = new float[counts.length];
    for (int entry = 0; entry < counts.length; entry++) {
      int x = counts[entry];
      values[entry] = x < LOGS.length ? LOGS[x] : (float) Math.log1p(x);
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
  public LogCounts rows(int first, int end) {
    return first == 0 && end == cells()
        ? this
        : new LogCounts(step, minibatch, genes, values, from + first, from + end);
  }

  /** The number of rows. */
  public int cells() {
    return to - from;
  }

  /** What this belongs to. */
  public NDManager manager() {
    return step;
  }

  private int firstEntry() {
    return minibatch.rowStart(from);
  }

  private int entries() {
    return minibatch.rowStart(to) - firstEntry();
  }

  /**
   * In the engine, a row for each cell. Of many genes, each cell has a row for every block of
   * genes, all cells' first blocks coming first, so that a product reads one part of the weight at
   * a time.
   */
  Sparse byRow() {
    if (byRow == null) {
      byRow = rowByRow();
    }
    return byRow;
  }

  /** In the engine, transposed: a row for each gene. */
  Sparse byGene() {
    if (byGene == null) {
      byGene = transposed();
    }
    return byGene;
  }

  private Sparse rowByRow() {
    EngineBuffer starts = EngineBuffer.ofInts(step, blocks() * cells());
    EngineBuffer columns = EngineBuffer.ofInts(step, entries());
    EngineBuffer logs = EngineBuffer.ofFloats(step, entries());
    if (blocks() == 1) {
      IntBuffer intoStarts = starts.ints();
      for (int row = from; row < to; row++) {
        intoStarts.put(minibatch.rowStart(row) - firstEntry());
      }
      columns.ints().put(genes, firstEntry(), entries());
      logs.floats().put(values, firstEntry(), entries());
    } else {
      blockByBlock(starts.ints(), columns.ints(), logs.floats());
    }
    return new Sparse(columns.array(), starts.array(), logs.array(), cells());
  }

  private int blocks() {
    return (minibatch.genes() + CACHED_GENES - 1) / CACHED_GENES;
  }

  private void blockByBlock(IntBuffer starts, IntBuffer columns, FloatBuffer logs) {
    int[] next = new int[cells()];
    for (int row = 0; row < next.length; row++) {
      next[row] = minibatch.rowStart(from + row);
    }
    for (int end = CACHED_GENES; end < minibatch.genes() + CACHED_GENES; end += CACHED_GENES) {
      for (int row = 0; row < next.length; row++) {
        starts.put(columns.position());
        int first = next[row];
        int entry = first;
        while (entry < minibatch.rowStart(from + row + 1) && genes[entry] < end) {
          entry++;
        }
        columns.put(genes, first, entry - first);
        logs.put(values, first, entry - first);
        next[row] = entry;
      }
    }
  }

  /** Entries in the order of genes, and of cells within a gene. */
  private Sparse transposed() {
    int[] next = new int[minibatch.genes() + 1];
    for (int entry = firstEntry(); entry < firstEntry() + entries(); entry++) {
      next[genes[entry] + 1]++;
    }
    for (int gene = 1; gene < next.length; gene++) {
      next[gene] += next[gene - 1];
    }
    EngineBuffer starts = EngineBuffer.ofInts(step, minibatch.genes());
    starts.ints().put(next, 0, minibatch.genes());
    int[] rows = new int[entries()];
    float[] sorted = new float[entries()];
    for (int row = from; row < to; row++) {
      for (int entry = minibatch.rowStart(row); entry < minibatch.rowStart(row + 1); entry++) {
        int at = next[genes[entry]]++;
        rows[at] = row - from;
        sorted[at] = values[entry];
      }
    }
    EngineBuffer intoRows = EngineBuffer.ofInts(step, entries());
    EngineBuffer intoValues = EngineBuffer.ofFloats(step, entries());
    intoRows.ints().put(rows);
    intoValues.floats().put(sorted);
    return new Sparse(intoRows.array(), starts.array(), intoValues.array(), minibatch.genes());
  }

  /** As a dense array [n, G]. */
  public NDArray dense() {
    int width = minibatch.genes();
    float[] dense = new float[Math.multiplyExact(cells(), width)];
    for (int row = from; row < to; row++) {
      for (int entry = minibatch.rowStart(row); entry < minibatch.rowStart(row + 1); entry++) {
        dense[(row - from) * width + genes[entry]] = values[entry];
      }
    }
    return EngineMemory.copy(step, dense, new Shape(cells(), width));
  }
}
