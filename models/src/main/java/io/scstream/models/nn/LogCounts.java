package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
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
  private final int from;
  private final int to;
  private @Nullable Sparse byRow;
  private @Nullable Sparse byGene;

  private LogCounts(NDManager step, Minibatch minibatch, int from, int to) {
    this.step = step;
    this.minibatch = minibatch;
    this.from = from;
    this.to = to;
  }

  public static LogCounts of(Minibatch minibatch, NDManager step) {
    return new LogCounts(step, minibatch, 0, minibatch.cells());
  }

  private static float[] logs(int below) {
    float[] logs = new float[below];
    for (int x = 0; x < below; x++) {
      logs[x] = (float) Math.log1p(x);
    }
    return logs;
  }

  private static float value(Cell cell, int i) {
    if (!cell.holdsCounts()) {
      return cell.value(i);
    }
    int x = cell.count(i);
    return x < LOGS.length ? LOGS[x] : (float) Math.log1p(x);
  }

  /** Some of the cells, from one row to before another. */
  public LogCounts rows(int first, int end) {
    return first == 0 && end == cells()
        ? this
        : new LogCounts(step, minibatch, from + first, from + end);
  }

  /** The number of rows. */
  public int cells() {
    return to - from;
  }

  /** What this belongs to. */
  public NDManager manager() {
    return step;
  }

  private int entries() {
    return minibatch.rowStart(to) - minibatch.rowStart(from);
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
    int blocks = (minibatch.genes() + CACHED_GENES - 1) / CACHED_GENES;
    EngineBuffer columns = EngineBuffer.ofInts(step, entries());
    EngineBuffer values = EngineBuffer.ofFloats(step, entries());
    EngineBuffer starts = EngineBuffer.ofInts(step, blocks * cells());
    IntBuffer intoColumns = columns.ints();
    FloatBuffer intoValues = values.floats();
    IntBuffer intoStarts = starts.ints();
    int[] next = new int[cells()];
    for (int block = 0; block < blocks; block++) {
      int end = block + 1 == blocks ? minibatch.genes() : (block + 1) * CACHED_GENES;
      for (int row = 0; row < next.length; row++) {
        Cell cell = minibatch.cell(from + row);
        intoStarts.put(intoColumns.position());
        int i = next[row];
        for (; i < cell.nonZeros() && cell.gene(i) < end; i++) {
          intoColumns.put(cell.gene(i));
          intoValues.put(value(cell, i));
        }
        next[row] = i;
      }
    }
    return new Sparse(columns.array(), starts.array(), values.array(), cells());
  }

  /** Entries in the order of genes, and of cells within a gene. */
  private Sparse transposed() {
    int genes = minibatch.genes();
    int[] next = new int[genes + 1];
    for (int row = from; row < to; row++) {
      Cell cell = minibatch.cell(row);
      for (int i = 0; i < cell.nonZeros(); i++) {
        next[cell.gene(i) + 1]++;
      }
    }
    EngineBuffer starts = EngineBuffer.ofInts(step, genes);
    IntBuffer intoStarts = starts.ints();
    for (int gene = 0; gene < genes; gene++) {
      intoStarts.put(next[gene]);
      next[gene + 1] += next[gene];
    }
    EngineBuffer rows = EngineBuffer.ofInts(step, entries());
    EngineBuffer values = EngineBuffer.ofFloats(step, entries());
    IntBuffer intoRows = rows.ints();
    FloatBuffer intoValues = values.floats();
    for (int row = from; row < to; row++) {
      Cell cell = minibatch.cell(row);
      for (int i = 0; i < cell.nonZeros(); i++) {
        int at = next[cell.gene(i)]++;
        intoRows.put(at, row - from);
        intoValues.put(at, value(cell, i));
      }
    }
    return new Sparse(rows.array(), starts.array(), values.array(), genes);
  }

  /** As a dense array [n, G]. */
  public NDArray dense() {
    int genes = minibatch.genes();
    float[] dense = new float[Math.multiplyExact(cells(), genes)];
    for (int row = 0; row < cells(); row++) {
      Cell cell = minibatch.cell(from + row);
      for (int i = 0; i < cell.nonZeros(); i++) {
        dense[row * genes + cell.gene(i)] = value(cell, i);
      }
    }
    return EngineMemory.copy(step, dense, new Shape(cells(), genes));
  }
}
