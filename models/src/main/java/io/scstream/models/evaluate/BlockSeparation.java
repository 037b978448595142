package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.simple.SimpleMatrix;

/**
 * How well learned blocks stand for true ones, and for no other. From both the mean of each
 * condition is taken away, else codes that were made with labels would look good everywhere; then
 * each true block is predicted from each learned block by ridge regression on the block and on
 * random cosines of it. Ours.
 */
public final class BlockSeparation {
  private static final int COSINES = 200;
  private static final double FREQUENCY = 0.7;
  private static final double RIDGE = 3;

  /** By learned block, then by true block. */
  private final double[][] explained;

  private BlockSeparation(double[][] explained) {
    this.explained = explained;
  }

  /**
   * Of blocks in the same order.
   *
   * @param learned by block, [n, d] each
   * @param truth by block, [n, k] each; rows in no particular order
   * @param conditions of the rows; a condition of a single cell says nothing
   */
  public static BlockSeparation of(
      List<float[][]> learned, List<float[][]> truth, List<?> conditions) {
    checkInput(
        learned.size() == truth.size() && learned.size() > 1,
        "Invalid blocks: %d learned and %d true; expected as many of both, two at least",
        learned.size(),
        truth.size());
    List<double[][]> targets = truth.stream().map(it -> within(it, conditions)).toList();
    double[][] explained = new double[learned.size()][];
    for (int block = 0; block < explained.length; block++) {
      double[][] codes = within(learned.get(block), conditions);
      SimpleMatrix features = features(codes);
      explained[block] =
          targets.stream().mapToDouble(target -> rSquared(features, target)).toArray();
    }
    return new BlockSeparation(explained);
  }

  /**
   * How much of a true block can be told from any other variables at all, such as expression: what
   * no learned block can surpass by much.
   */
  public static double ceiling(float[][] variables, float[][] truth, List<?> conditions) {
    return rSquared(features(within(variables, conditions)), within(truth, conditions));
  }

  /** Of a true block, what a learned one explains: at most 1, below 0 where it misleads. */
  public double explained(int learned, int truth) {
    return explained[learned][truth];
  }

  /** What each learned block explains of its own true one. */
  public List<Double> diagonal() {
    List<Double> diagonal = new ArrayList<>();
    for (int block = 0; block < explained.length; block++) {
      diagonal.add(explained[block][block]);
    }
    return diagonal;
  }

  /** The mean of the diagonal less the mean of all else: 1 if perfect, 0 without separation. */
  public double score() {
    int blocks = explained.length;
    double trace = 0;
    double sum = 0;
    for (int i = 0; i < blocks; i++) {
      trace += explained[i][i];
      sum += Arrays.stream(explained[i]).sum();
    }
    return trace / blocks - (sum - trace) / (blocks * (blocks - 1));
  }

  /** Less the means of conditions, then standardised. */
  private static double[][] within(float[][] block, List<?> conditions) {
    double[][] rows = Codes.widen(block);
    checkInput(
        rows.length == conditions.size(),
        "Invalid conditions: %d of %d rows; expected one for each",
        conditions.size(),
        rows.length);
    Map<Object, List<double[]>> byCondition = new LinkedHashMap<>();
    for (int row = 0; row < rows.length; row++) {
      byCondition.computeIfAbsent(conditions.get(row), it -> new ArrayList<>()).add(rows[row]);
    }
    for (List<double[]> alike : byCondition.values()) {
      double[] means = Codes.means(alike.toArray(double[][]::new));
      for (double[] row : alike) {
        for (int column = 0; column < means.length; column++) {
          row[column] -= means[column];
        }
      }
    }
    return Standardizer.fit(rows).apply(rows);
  }

  /** The rows, cosines of random projections of them, and a constant. */
  private static SimpleMatrix features(double[][] rows) {
    int width = rows[0].length;
    CounterRandom random = CounterRandom.of(0, 0, "evaluate/separation");
    double[][] frequencies = new double[COSINES][width];
    double[] phases = new double[COSINES];
    for (int feature = 0; feature < COSINES; feature++) {
      phases[feature] = 2 * Math.PI * random.nextDouble();
      for (int column = 0; column < width; column++) {
        frequencies[feature][column] = FREQUENCY / Math.sqrt(width) * random.nextGaussian();
      }
    }
    SimpleMatrix features = new SimpleMatrix(rows.length, width + COSINES + 1);
    for (int row = 0; row < rows.length; row++) {
      double[] angles = phases.clone();
      for (int feature = 0; feature < COSINES; feature++) {
        angles[feature] += Codes.dot(frequencies[feature], rows[row]);
      }
      double[] cosines = RandomFeatures.cosines(angles);
      for (int column = 0; column < width; column++) {
        features.set(row, column, rows[row][column]);
      }
      for (int feature = 0; feature < COSINES; feature++) {
        features.set(row, width + feature, cosines[feature]);
      }
      features.set(row, width + COSINES, 1);
    }
    return features;
  }

  /** Fitted to even rows, measured on odd ones. */
  private static double rSquared(SimpleMatrix features, double[][] truth) {
    SimpleMatrix targets = new SimpleMatrix(truth);
    SimpleMatrix train = every(features, 0);
    SimpleMatrix gram = train.transpose().mult(train);
    for (int i = 0; i < gram.getNumRows() - 1; i++) {
      gram.set(i, i, gram.get(i, i) + RIDGE);
    }
    SimpleMatrix map = gram.solve(train.transpose().mult(every(targets, 0)));
    return BlockRecovery.explained(every(targets, 1), every(features, 1).mult(map));
  }

  /** Every second row from a first one on. */
  private static SimpleMatrix every(SimpleMatrix rows, int first) {
    int count = (rows.getNumRows() - first + 1) / 2;
    SimpleMatrix chosen = new SimpleMatrix(count, rows.getNumCols());
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < rows.getNumCols(); column++) {
        chosen.set(row, column, rows.get(first + 2 * row, column));
      }
    }
    return chosen;
  }
}
