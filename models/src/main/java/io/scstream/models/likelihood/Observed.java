package io.scstream.models.likelihood;

import static io.scstream.models.ModelException.checkInput;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.GenePanel;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineBuffer;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.kernel.Kernels;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A minibatch as the likelihoods read it: its non-zero entries in Java, and their places in a dense
 * array [n, G] of the engine. Belongs to the manager of one step.
 */
public final class Observed {

  /** Entries of a dense array that are worked on at a time: three such arrays fit into a cache. */
  private static final int BLOCK = 1 << 17;

  private final NDManager manager;
  private final Minibatch minibatch;
  private final int[] genes;
  private final int[] counts;
  private final float[] values;
  private final double[] librarySizes;

  /** Empty where library sizes are observed. */
  private final float[] latentLogLibraries;

  private final double[] weights;
  private @Nullable NDArray places;

  private Observed(
      Minibatch minibatch, double[] weights, float[] latentLogLibraries, NDManager manager) {
    this.manager = manager;
    this.minibatch = minibatch;
    this.genes = minibatch.geneIndices();
    this.counts = minibatch.holdsCounts() ? minibatch.counts() : new int[0];
    this.values = minibatch.holdsCounts() ? new float[0] : minibatch.values();
    this.librarySizes = minibatch.librarySizes();
    this.latentLogLibraries = latentLogLibraries;
    for (int row = 0; row < latentLogLibraries.length; row++) {
      librarySizes[row] = Math.exp(latentLogLibraries[row]);
    }
    this.weights = weights;
  }

  /**
   * A minibatch whose gradients are those of a weighted sum over cells.
   *
   * @param weights one for each row
   */
  public static Observed of(Minibatch minibatch, double[] weights, NDManager manager) {
    checkInput(
        weights.length == minibatch.cells(),
        "Invalid weights: %d; expected %d",
        weights.length,
        minibatch.cells());
    return new Observed(minibatch, weights.clone(), new float[0], manager);
  }

  /**
   * The same with other library sizes, which are latent: an evaluation then has gradients with
   * respect to their logs too.
   *
   * @param logLibraries one for each row
   */
  public Observed withLatentLibrary(float[] logLibraries) {
    checkInput(
        logLibraries.length == cells(),
        "Invalid library sizes: %d; expected %d",
        logLibraries.length,
        cells());
    return new Observed(minibatch, weights, logLibraries.clone(), manager);
  }

  /** The genes that were not measured in a cell. */
  IntStream unmeasured(int row) {
    return minibatch.cell(row).panel().map(GenePanel::unmeasured).orElseGet(IntStream::empty);
  }

  /**
   * Logits under which a softmax leaves out what was not measured: there they are −∞, so that μ is
   * 0, and an entry without a count adds exactly 0 to values and gradients. The same array if
   * everything was measured.
   *
   * @param logits [n, G]
   */
  NDArray ofMeasured(NDArray logits) {
    if (!minibatch.isPartlyMeasured()) {
      return logits;
    }
    long[] flat =
        IntStream.range(0, cells())
            .boxed()
            .flatMapToLong(row -> unmeasured(row).mapToLong(gene -> (long) row * genes() + gene))
            .toArray();
    if (flat.length == 0) {
      return logits;
    }
    float[] nothing = new float[flat.length];
    Arrays.fill(nothing, Float.NEGATIVE_INFINITY);
    try (NDArray at = manager.create(flat);
        NDArray values = EngineMemory.copy(manager, nothing, new Shape(flat.length))) {
      return logits.put(at, values); // [n, G]
    }
  }

  int cells() {
    return minibatch.cells();
  }

  int genes() {
    return minibatch.genes();
  }

  int nonZeros() {
    return genes.length;
  }

  /** Of the first entry of a row; the row after the last one gives the end. */
  int start(int row) {
    return minibatch.rowStart(row);
  }

  int gene(int entry) {
    return genes[entry];
  }

  /** Of a minibatch of counts. */
  int count(int entry) {
    return counts[entry];
  }

  /** The entry, whether a count or a real value. */
  float value(int entry) {
    return minibatch.holdsCounts() ? counts[entry] : values[entry];
  }

  double librarySize(int row) {
    return librarySizes[row];
  }

  double logLibrarySize(int row) {
    return hasLatentLibrary() ? latentLogLibraries[row] : Math.log(librarySizes[row]);
  }

  double totalCount(int row) {
    return minibatch.cell(row).totalCount();
  }

  double weight(int row) {
    return weights[row];
  }

  boolean hasLatentLibrary() {
    return latentLogLibraries.length > 0;
  }

  /**
   * From h = ∂/∂ log μ to the weighted ∂/∂ log l, which is the sum over genes; nothing where the
   * library is observed.
   *
   * @param h [n, G]
   */
  double[] byLogLibrary(NDArray h) {
    double[] sums = new double[hasLatentLibrary() ? cells() : 0];
    if (sums.length > 0) {
      try (NDArray perCell = h.sum(new int[] {1})) { // [n]
        return weighted(perCell);
      }
    }
    return sums;
  }

  /** The same from its sum over genes, [n]. */
  double[] weighted(NDArray perCell) {
    double[] sums = new double[hasLatentLibrary() ? cells() : 0];
    if (sums.length > 0) {
      add(sums, perCell);
      Arrays.setAll(sums, row -> weights[row] * sums[row]);
    }
    return sums;
  }

  NDManager manager() {
    return manager;
  }

  /** Where the non-zero entries lie in a dense array, row by row, [nnz]. */
  private NDArray places() {
    if (places == null) {
      long[] flat = new long[genes.length];
      for (int row = 0; row < cells(); row++) {
        for (int entry = start(row); entry < start(row + 1); entry++) {
          flat[entry] = (long) row * genes() + genes[entry];
        }
      }
      places = manager.create(flat);
    }
    return places;
  }

  /** The non-zero counts, in blocks of rows that fit into a core's cache. */
  Kernels.Counts entries() {
    int block = manager.getDevice().isGpu() ? cells() : Math.max(1, BLOCK / genes());
    int blocks = (cells() + block - 1) / block;
    List<Long> bounds = new ArrayList<>();
    for (int k = 0; k <= blocks; k++) {
      bounds.add((long) start(Math.min(cells(), k * block)));
    }
    EngineBuffer x = EngineBuffer.ofFloats(manager, nonZeros());
    EngineBuffer genes = EngineBuffer.ofInts(manager, nonZeros());
    EngineBuffer rows = EngineBuffer.ofInts(manager, nonZeros());
    FloatBuffer intoX = x.floats();
    IntBuffer intoRows = rows.ints();
    genes.ints().put(this.genes);
    for (int row = 0; row < cells(); row++) {
      for (int entry = start(row); entry < start(row + 1); entry++) {
        intoX.put(counts[entry]);
        intoRows.put(row);
      }
    }
    return new Kernels.Counts(x.array(), genes.array(), rows.array(), bounds, block);
  }

  /** The values of a dense array at the non-zero entries. */
  float[] gather(NDArray dense) {
    if (nonZeros() == 0) {
      return new float[0];
    }
    try (NDArray values = dense.take(manager, places())) { // [nnz]
      return values.toFloatArray();
    }
  }

  /** A copy of a dense array with other values at the non-zero entries. */
  NDArray put(NDArray dense, float[] values) {
    if (nonZeros() == 0) {
      return dense.duplicate();
    }
    try (NDArray replacement =
        EngineMemory.copy(manager, values, new Shape(values.length))) { // [nnz]
      return dense.put(places(), replacement); // [n, G]
    }
  }

  /** A copy of a dense array with one value at all non-zero entries. */
  NDArray mask(NDArray dense, float value) {
    float[] values = new float[nonZeros()];
    Arrays.fill(values, value);
    return put(dense, values);
  }

  /** log l of every cell, [n, 1]. */
  NDArray logLibrary() {
    float[] logs = new float[cells()];
    for (int row = 0; row < logs.length; row++) {
      logs[row] = (float) logLibrarySize(row);
    }
    return EngineMemory.copy(manager, logs, new Shape(cells(), 1));
  }

  /** The weights, [n]. */
  NDArray weights() {
    return vector(weights);
  }

  /** The weights as a column, [n, 1]. */
  NDArray weightColumn() {
    return vector(weights).reshape(cells(), 1);
  }

  NDArray vector(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return EngineMemory.copy(manager, floats, new Shape(floats.length));
  }

  /** Adds an array [n] of the engine to a sum per cell. */
  static void add(double[] sums, NDArray perCell) {
    float[] values = perCell.toFloatArray();
    for (int row = 0; row < sums.length; row++) {
      sums[row] += values[row];
    }
  }
}
