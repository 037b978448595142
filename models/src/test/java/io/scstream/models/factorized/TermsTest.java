package io.scstream.models.factorized;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.nn.GradientTape;
import io.scstream.models.nn.Normal;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hand-computed cases of every term, and gradients against finite differences. */
class TermsTest {
  private static final Offset<Double> ROUNDING = within(2e-5);

  private final NDManager manager = EngineThreads.engine().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static double value(NDArray scalar) {
    return scalar.getFloat();
  }

  private NDArray row(double... values) {
    return rows(1, values);
  }

  private NDArray rows(int rows, double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return manager.create(floats, new Shape(rows, floats.length / rows)).duplicate();
  }

  private Normal law(double[] means, double... variances) {
    return new Normal(row(means), row(variances).log());
  }

  @Test
  void theDivergenceIsThatOfThePosteriorFromThePrior() {
    Normal q = law(new double[] {0.5, -1, 0.2}, 0.25, 1, 2.25);
    Normal p = law(new double[] {0, -0.5, 0.2}, 1, 0.5, 4);
    assertThat(value(Terms.divergence(q, p))).isCloseTo(0.915505663, ROUNDING);
    assertThat(value(Terms.divergence(p, q))).isCloseTo(1.629633226, ROUNDING);
    // What the published program computes of the pair in this order.
    assertThat(value(Terms.divergence(p, q))).isNotCloseTo(1.254633226, within(0.1));
    assertThat(value(Terms.divergence(q, q))).isCloseTo(0, ROUNDING);
  }

  @Test
  void aNarrowPriorMakesADistantMeanDearer() {
    Normal q = law(new double[] {1}, 0.01);
    float wide = Terms.divergence(q, law(new double[] {0}, 1)).getFloat();
    float narrow = Terms.divergence(q, law(new double[] {0}, 0.01)).getFloat();
    assertThat(narrow).isCloseTo(50, within(1e-2f)); // ½ / 0.01
    assertThat(wide).isLessThan(3);
  }

  @Test
  void similarityIsHighWhereTreatmentMovesNothing() {
    double similarity =
        value(
            Terms.similarity(
                row(1, 2, 0, -1), row(0.5, 1, 1, -1), row(2, 0, 1, 1), row(1, 0.5, 0, 2)));
    assertThat(similarity).isCloseTo(0.792593924 - 0.712696645, ROUNDING);
  }

  @Test
  void discriminatorsAreJudgedByRealAndPermutedPairs() {
    NDArray real = rows(3, 0.3, -1.2, 2);
    NDArray permuted = rows(3, -0.5, 0.1, -2);
    NDArray weights = rows(3, 1 / 3.0, 1 / 3.0, 1 / 3.0);
    assertThat(value(Terms.crossEntropy(real, permuted, weights))).isCloseTo(0.581661230, ROUNDING);
    assertThat(value(Terms.densityRatio(real, weights))).isCloseTo(0.366666667, ROUNDING);
    NDArray zero = rows(3, 0, 0, 0);
    assertThat(value(Terms.crossEntropy(zero, zero, weights))).isCloseTo(Math.log(2), ROUNDING);
  }

  @Test
  void aMeanLogitIsHeldWithinItsBounds() {
    NDArray weights = rows(2, 0.5, 0.5);
    assertThat(Terms.densityRatio(rows(2, -3, 1), weights).getFloat()).isZero();
    assertThat(Terms.densityRatio(rows(2, 9, 7), weights).getFloat()).isEqualTo(5);
  }

  @Test
  void centringIsTheSquaredMeanOverCovariates() {
    // Embeddings (1,0), (0,1), (-1,2) times (0.5,2) through ((1,-1),(0.5,2)); one tuple a row.
    NDArray products = rows(3, 0.5, 0, 0, 2, -0.5, 4);
    NDArray head = rows(2, 1, -1, 0.5, 2);
    NDArray means = products.matMul(head);
    float third = 1 / 3f;
    assertThat(means.toFloatArray()).containsExactly(0.5f, -0.5f, 1, 4, 1.5f, 8.5f);
    NDArray centring = Terms.centring(means, row(third, third, third));
    assertThat(centring.getFloat()).isCloseTo(1 + 16, within(1e-4f));
  }

  @Test
  void classificationIsACrossEntropyOfLogits() {
    NDArray logits = rows(2, 1, 0, 0, 3);
    NDArray labels = rows(2, 1, 0, 1, 0);
    double first = Math.log(1 + Math.exp(-1));
    double second = 3 + Math.log(1 + Math.exp(-3));
    assertThat(value(Terms.classification(logits, labels, 2)))
        .isCloseTo((first + second) / 2, ROUNDING);
  }

  @Test
  void doseResponsesBeginAtZeroAndSaturate() {
    double[] doses = {0, 0.1, 0.25, 0.5, 1};
    double[] expected = {0, .028018994, .067120663, .125071285, .218291879};
    for (int i = 0; i < doses.length; i++) {
      NDArray response = LabelEmbedding.response(row(Math.log1p(doses[i])), row(1.3), row(-0.7));
      assertThat(value(response)).isCloseTo(expected[i], within(1e-6));
    }
    assertThat(LabelEmbedding.response(row(0), row(1.3), row(-0.7)).getFloat()).isZero();
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    NDArray weights = rows(3, 0.2, 0.3, 0.5);
    NDArray shares = row(0.2, 0.8);
    Normal prior = law(new double[] {0.3, -0.2, 1}, 0.5, 2, 1);
    Normal posterior = law(new double[] {0.1, 0.4, -1}, 0.7, 1.1, 0.3);
    check("divergence by means", x -> Terms.divergence(normal(x, posterior), prior).sum());
    check(
        "divergence by log variances",
        x -> Terms.divergence(new Normal(posterior.mean(), x), prior).sum());
    check("divergence by prior means", x -> Terms.divergence(posterior, normal(x, prior)).sum());
    check(
        "divergence by prior log variances",
        x -> Terms.divergence(posterior, new Normal(prior.mean(), x)).sum());
    check(
        "similarity", x -> Terms.similarity(x, row(1, 2, 0.5), x.square(), row(0.3, -1, 1)).sum());
    check(
        "cross-entropy",
        x -> Terms.crossEntropy(x.reshape(3, 1), x.square().reshape(3, 1), weights));
    check("density ratio", x -> Terms.densityRatio(x.square().reshape(3, 1), weights));
    check("centring", x -> Terms.centring(x.reshape(3, 1).matMul(row(1, 2)).get("1:3"), shares));
    check("classification", x -> Terms.classification(x, row(0, 1, 0), 1));
    check("dose response", x -> LabelEmbedding.response(row(0.2, 1, 2), x, x.neg()).sum());
  }

  private static Normal normal(NDArray mean, Normal law) {
    return new Normal(mean, law.logVariance());
  }

  /** At one point of three numbers. */
  private void check(String name, UnaryOperator<NDArray> term) {
    double[] at = {0.4, -0.7, 0.9};
    NDArray x = row(at);
    x.setRequiresGradient(true);
    float[] gradient;
    try (GradientTape tape = GradientTape.open()) {
      tape.backward(term.apply(x));
      gradient = x.getGradient().toFloatArray();
    }
    for (int i = 0; i < at.length; i++) {
      double slope = (value(term, at, i, 1e-2) - value(term, at, i, -1e-2)) / 2e-2;
      assertThat((double) gradient[i]).as(name + " " + i).isCloseTo(slope, within(2e-3));
    }
  }

  private double value(UnaryOperator<NDArray> term, double[] at, int i, double by) {
    double[] moved = at.clone();
    moved[i] += by;
    Function<double[], NDArray> rows = this::row;
    return term.apply(rows.apply(moved)).getFloat();
  }
}
