package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;
import org.ejml.simple.SimpleMatrix;

/**
 * Whether a linear classifier that learns along can tell the two data sets of a stream by their
 * codes. Every minibatch is judged before it is learned from, so no cell counts that was seen
 * before; both data sets count alike, however many cells each brings.
 *
 * <p>Recursive logistic regression: exponentially weighted sums of ¼ x xᵀ, which bound the
 * curvature of the log-likelihood (Böhning 1992), scale the gradient of each minibatch. The bound
 * is never too small, so no step overshoots, whatever came before. Not thread-safe.
 */
public final class ProbeStream {

  /** In cells; keeps the steps of unused coordinates finite. */
  private static final double RIDGE = 1;

  private static final int SCORES = 4;

  private final int width;
  private final double halfLife;
  private double cells;
  private double accuracy;
  private double crossEntropy;
  private double auc;

  /** Of the coordinates and, last, the intercept. */
  private final double[] weights;

  /** Row by row. */
  private final double[] curvature;

  private ProbeStream(int dimensions, double halfLife) {
    Recency.of(halfLife);
    checkInput(dimensions >= 1, "Invalid dimensions: %d; expected 1 or more", dimensions);
    this.width = dimensions + 1;
    this.halfLife = halfLife;
    this.weights = new double[width];
    this.curvature = new double[width * width];
  }

  /**
   * A probe that has seen nothing.
   *
   * @param dimensions of the codes
   * @param halfLife cells after which a cell counts half, in the scores and in what is learned
   */
  public static ProbeStream empty(int dimensions, double halfLife) {
    return new ProbeStream(dimensions, halfLife);
  }

  /** The probe that had this {@link #state}. */
  public static ProbeStream restore(int dimensions, double halfLife, double[] state) {
    ProbeStream probe = new ProbeStream(dimensions, halfLife);
    int size = SCORES + probe.width + probe.curvature.length;
    checkInput(
        state.length == size && Arrays.stream(state).allMatch(Double::isFinite),
        "Invalid state: %d numbers; expected %d finite ones",
        state.length,
        size);
    probe.cells = state[0];
    probe.accuracy = state[1];
    probe.crossEntropy = state[2];
    probe.auc = state[3];
    System.arraycopy(state, SCORES, probe.weights, 0, probe.width);
    System.arraycopy(state, SCORES + probe.width, probe.curvature, 0, probe.curvature.length);
    return probe;
  }

  /**
   * Judges a minibatch, then learns from it.
   *
   * @param background codes of background cells, [n, d], n at least 1
   * @param target codes of target cells, [m, d], m at least 1
   */
  public void update(float[][] background, float[][] target) {
    double[][] b = withIntercept(background);
    double[][] t = withIntercept(target);
    int size = b.length + t.length;
    double kept = Math.pow(0.5, size / halfLife);
    judge(scores(b), scores(t), kept, size);
    for (int i = 0; i < curvature.length; i++) {
      curvature[i] *= kept;
    }
    double[] gradient = new double[width];
    take(b, 0, size / 2.0 / b.length, gradient);
    take(t, 1, size / 2.0 / t.length, gradient);
    SimpleMatrix bound =
        new SimpleMatrix(width, width, true, curvature)
            .plus(SimpleMatrix.identity(width).scale(RIDGE));
    SimpleMatrix step = bound.solve(new SimpleMatrix(width, 1, true, gradient));
    for (int i = 0; i < width; i++) {
      weights[i] += step.get(i);
    }
  }

  /** The mean of both data sets' shares of recognized cells; 0.5 by chance, 0 at the start. */
  public double balancedAccuracy() {
    return accuracy;
  }

  /** In nats per cell, both data sets alike; log 2 by chance, 0 at the start. */
  public double crossEntropy() {
    return crossEntropy;
  }

  /**
   * The mean over minibatches of the chance that a target cell has a higher score than a background
   * cell of the same minibatch; 0.5 by chance, 0 at the start.
   */
  public double auc() {
    return auc;
  }

  /** Everything but dimensions and half-life, for checkpoints. */
  public double[] state() {
    double[] state = new double[SCORES + width + curvature.length];
    state[0] = cells;
    state[1] = accuracy;
    state[2] = crossEntropy;
    state[3] = auc;
    System.arraycopy(weights, 0, state, SCORES, width);
    System.arraycopy(curvature, 0, state, SCORES + width, curvature.length);
    return state;
  }

  private void judge(double[] background, double[] target, double kept, int size) {
    cells = kept * cells + size;
    double share = size / cells;
    double right = (shareAbove(negated(background)) + shareAbove(target)) / 2;
    double surprise = (meanSurprise(negated(background)) + meanSurprise(target)) / 2;
    accuracy += share * (right - accuracy);
    crossEntropy += share * (surprise - crossEntropy);
    auc += share * (Auc.of(background, target) - auc);
  }

  /** Adds a data set's part to the gradient of the log-likelihood and to its curvature. */
  private void take(double[][] codes, int label, double weight, double[] gradient) {
    for (double[] code : codes) {
      double probability = 1 / (1 + Math.exp(-Codes.dot(code, weights)));
      for (int i = 0; i < width; i++) {
        gradient[i] += weight * (label - probability) * code[i];
        for (int j = 0; j < width; j++) {
          curvature[i * width + j] += weight * code[i] * code[j] / 4;
        }
      }
    }
  }

  private double[][] withIntercept(float[][] codes) {
    double[][] wide = Codes.widen(codes);
    checkInput(
        wide[0].length == width - 1,
        "Invalid codes: %d columns; expected %d",
        wide[0].length,
        width - 1);
    for (int row = 0; row < wide.length; row++) {
      wide[row] = Arrays.copyOf(wide[row], width);
      wide[row][width - 1] = 1;
    }
    return wide;
  }

  private double[] scores(double[][] codes) {
    return Arrays.stream(codes).mapToDouble(code -> Codes.dot(code, weights)).toArray();
  }

  private static double[] negated(double[] scores) {
    return Arrays.stream(scores).map(score -> -score).toArray();
  }

  /** The share of scores for the right side; one of exactly 0 is half right. */
  private static double shareAbove(double[] scores) {
    double right = 0;
    for (double score : scores) {
      right += score > 0 ? 1 : score == 0 ? 0.5 : 0;
    }
    return right / scores.length;
  }

  /** Of −log σ(score), without overflow. */
  private static double meanSurprise(double[] scores) {
    double sum = 0;
    for (double score : scores) {
      sum += Math.max(0, -score) + Math.log1p(Math.exp(-Math.abs(score)));
    }
    return sum / scores.length;
  }
}
