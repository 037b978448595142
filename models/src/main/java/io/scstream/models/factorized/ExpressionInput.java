package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What encoders read of a cell: log(1 + count · L/l) with its library size l and the median one L,
 * or the real value; of each gene less its mean and over its standard deviation. Median, means and
 * deviations are those of the first cells and stay what they are.
 */
final class ExpressionInput {
  private static final int FIRST_CELLS = 4096;
  private static final double LEAST_DEVIATION = 0.05;
  private static final double BOUND = 20;

  private ExpressionInput() {}

  static void addShapes(Map<String, Shape> shapes, int genes) {
    shapes.put(FactorNames.INPUT_MEAN, new Shape(genes));
    shapes.put(FactorNames.INPUT_SCALE, new Shape(genes));
    shapes.put(FactorNames.LIBRARY, new Shape(1));
  }

  /** First values, which are final; without cells, nothing is scaled. */
  static void addValues(Map<String, float[]> values, int genes, List<Cell> cells) {
    List<Cell> first = cells.subList(0, Math.min(FIRST_CELLS, cells.size()));
    double library = median(first);
    double[] sums = new double[genes];
    double[] squares = new double[genes];
    for (Cell cell : first) {
      for (int i = 0; i < cell.nonZeros(); i++) {
        double value = read(cell, i, library);
        sums[cell.gene(i)] += value;
        squares[cell.gene(i)] += value * value;
      }
    }
    float[] means = new float[genes];
    float[] scales = new float[genes];
    Arrays.fill(scales, 1);
    for (int gene = 0; gene < genes && !first.isEmpty(); gene++) {
      double mean = sums[gene] / first.size();
      double variance = Math.max(0, squares[gene] / first.size() - mean * mean);
      means[gene] = (float) mean;
      scales[gene] = (float) (1 / Math.max(LEAST_DEVIATION, Math.sqrt(variance)));
    }
    values.put(FactorNames.INPUT_MEAN, means);
    values.put(FactorNames.INPUT_SCALE, scales);
    values.put(FactorNames.LIBRARY, new float[] {(float) library});
  }

  private static double median(List<Cell> cells) {
    double[] sizes = cells.stream().mapToDouble(Cell::librarySize).sorted().toArray();
    return sizes.length == 0 ? 1 : sizes[sizes.length / 2];
  }

  private static double read(Cell cell, int entry, double library) {
    return cell.holdsCounts()
        ? Math.log1p(cell.count(entry) * library / cell.librarySize())
        : cell.value(entry);
  }

  /** The cells as encoders read them, [n, G], within ±{@value #BOUND} deviations. */
  static NDArray of(Minibatch minibatch, Weights weights, NDManager step) {
    float[] means = weights.get(FactorNames.INPUT_MEAN).toFloatArray();
    float[] scales = weights.get(FactorNames.INPUT_SCALE).toFloatArray();
    double library = weights.get(FactorNames.LIBRARY).toFloatArray()[0];
    int genes = minibatch.genes();
    float[] input = new float[minibatch.cells() * genes];
    float[] nothing = new float[genes];
    for (int gene = 0; gene < genes; gene++) {
      nothing[gene] = bounded(-means[gene] * (double) scales[gene]);
    }
    for (int row = 0; row < minibatch.cells(); row++) {
      Cell cell = minibatch.cell(row);
      System.arraycopy(nothing, 0, input, row * genes, genes);
      for (int i = 0; i < cell.nonZeros(); i++) {
        int gene = cell.gene(i);
        double value = read(cell, i, library);
        input[row * genes + gene] = bounded((value - means[gene]) * scales[gene]);
      }
    }
    return EngineMemory.copy(step, input, new Shape(minibatch.cells(), genes));
  }

  private static float bounded(double value) {
    return (float) Math.max(-BOUND, Math.min(BOUND, value));
  }
}
