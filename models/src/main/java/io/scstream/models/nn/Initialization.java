package io.scstream.models.nn;

import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** First values of parameters, from a seed and from the first cells. */
public final class Initialization {

  private static final int INITIAL_CELLS = 4096;

  private Initialization() {}

  /**
   * Weights uniform within 1/√inputs, scales of 1 and biases of 0. Each parameter has its own
   * random stream.
   *
   * <p>This is what PyTorch's linear layers start with, Kaiming-uniform with a slope of √5: a sixth
   * of the variance that He et al. (2015) ask of a layer before a ReLU. A network that starts so
   * quiet hardly passes on the noise of the draws; louder ones drown codes in it while the weight
   * of the divergences rises, and latent dimensions are given up that the data need.
   */
  public static Map<String, float[]> values(Map<String, Shape> shapes, long seed) {
    Map<String, float[]> values = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> values.put(name, value(name, shape, seed)));
    return values;
  }

  private static float[] value(String name, Shape shape, long seed) {
    float[] value = new float[(int) shape.size()];
    if (name.endsWith(".norm.weight") || name.endsWith(".running_variance")) {
      Arrays.fill(value, 1);
    } else if (shape.dimension() == 2) {
      double bound = 1 / Math.sqrt((double) shape.get(1));
      CounterRandom random = CounterRandom.of(seed, 0, "initial/" + name);
      for (int i = 0; i < value.length; i++) {
        value[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
    }
    return value;
  }

  /** The same value for every gene. */
  public static float[] constant(int genes, double value) {
    float[] values = new float[genes];
    Arrays.fill(values, (float) value);
    return values;
  }

  /** A draw from N(0, 1) for every gene. */
  public static float[] standardNormal(int genes, long seed, String name) {
    float[] values = new float[genes];
    CounterRandom.of(seed, 0, "initial/" + name).fillGaussian(values);
    return values;
  }

  /**
   * The log of the mean normalised expression of the first background cells, which removes most of
   * the early loss. Half a count per gene in all keeps unseen genes finite.
   */
  public static float[] logMeanExpression(int genes, List<Cell> cells) {
    double[] sums = new double[genes];
    double total = 0;
    int used = 0;
    for (Cell cell : cells) {
      if (cell.role() == Role.BACKGROUND && cell.totalCount() > 0 && used < INITIAL_CELLS) {
        for (int i = 0; i < cell.nonZeros(); i++) {
          sums[cell.gene(i)] += cell.count(i) / (double) cell.totalCount();
        }
        total += cell.totalCount();
        used++;
      }
    }
    float[] logs = new float[genes];
    if (used > 0) {
      double floor = 0.5 * used / total;
      for (int gene = 0; gene < genes; gene++) {
        logs[gene] = (float) Math.log((sums[gene] + floor) / used);
      }
    }
    return logs;
  }
}
