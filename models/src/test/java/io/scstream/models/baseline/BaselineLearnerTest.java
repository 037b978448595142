package io.scstream.models.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.baseline.BaselineSpec.Kind;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.objective.NormalKl;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.spec.Noise;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BaselineLearnerTest {
  private static final int BATCH = 64;

  private final List<Cell> values = cells(FactorRecipe.S1);

  private static List<Cell> cells(FactorRecipe recipe) {
    return recipe.simulate(1).draw("fit", 640).stream().map(FactorCell::cell).toList();
  }

  private static BaselineSpec spec(Kind kind, Noise noise, int labels) {
    BaselineSpec.Sizes sizes = new BaselineSpec.Sizes(60, labels, 32, 2, 9);
    // Faster than by default, so that few steps show.
    return new BaselineSpec(kind, sizes, noise, BaselineSpec.of(kind, sizes, noise).weight(), 5e-3);
  }

  private static BaselineLearner learner(BaselineSpec spec, List<Cell> cells) {
    return BaselineLearner.of(spec, LabelVectors.of(cells), cells, 1);
  }

  private static BaselineLearner learner(Kind kind, Noise noise, List<Cell> cells) {
    return learner(spec(kind, noise, LabelVectors.of(cells).size()), cells);
  }

  /** The mean terms of the last tenth of so many steps. */
  private static BaselineLearner.Terms train(BaselineLearner learner, List<Cell> cells, int steps) {
    double[] sums = new double[3];
    int tail = Math.max(1, steps / 10);
    for (int step = 0; step < steps; step++) {
      int from = step % (cells.size() / BATCH) * BATCH;
      BaselineLearner.Terms terms = learner.update(cells.subList(from, from + BATCH));
      if (step >= steps - tail) {
        sums[0] += terms.reconstruction() / tail;
        sums[1] += terms.divergence() / tail;
        sums[2] += terms.correlation() / tail;
      }
    }
    return new BaselineLearner.Terms(sums[0], sums[1], sums[2]);
  }

  @ParameterizedTest
  @EnumSource
  void lossesFallAndTheSameSeedGivesTheSameModel(Kind kind) {
    try (BaselineLearner learner = learner(kind, Noise.GAUSSIAN, values);
        BaselineLearner twin = learner(kind, Noise.GAUSSIAN, values)) {
      double first = train(learner, values, 5).reconstruction();
      // Not by much under four times the divergence.
      assertThat(train(learner, values, 95).reconstruction()).isLessThan(first - 1);
      train(twin, values, 5);
      train(twin, values, 95);
      assertThat(twin.embed(values.subList(0, 9)))
          .isDeepEqualTo(learner.embed(values.subList(0, 9)));
    }
  }

  @Test
  void countsAreFittedToo() {
    List<Cell> counts = cells(FactorRecipe.S2);
    try (BaselineLearner learner = learner(Kind.I_VAE_MEANS, Noise.NEGATIVE_BINOMIAL, counts)) {
      double first = train(learner, counts, 1).reconstruction();
      assertThat(train(learner, counts, 100).reconstruction()).isLessThan(first - 1);
      for (float[] shares : learner.decode(learner.embed(counts.subList(0, 5)))) {
        double sum = 0;
        for (float share : shares) {
          sum += share;
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
      }
    }
  }

  @Test
  void aHeavierDivergenceLeavesLessInTheCodes() {
    BaselineSpec heavy = spec(Kind.BETA_VAE, Noise.GAUSSIAN, LabelVectors.of(values).size());
    BaselineSpec light =
        new BaselineSpec(Kind.BETA_VAE, heavy.sizes(), heavy.noise(), 0.1, heavy.learningRate());
    try (BaselineLearner one = learner(heavy, values);
        BaselineLearner other = learner(light, values)) {
      double divergence = train(one, values, 100).divergence();
      assertThat(divergence).isLessThan(train(other, values, 100).divergence() / 2);
    }
  }

  @Test
  void embeddedRowsKeepTheOrderOfCells() {
    try (BaselineLearner learner = learner(Kind.BETA_VAE, Noise.GAUSSIAN, values)) {
      List<Cell> some = values.subList(0, 40); // both roles, mixed
      float[][] all = learner.embed(some);
      for (int i = 0; i < 40; i += 7) {
        float[] alone = learner.embed(some.subList(i, i + 1))[0];
        for (int k = 0; k < alone.length; k++) {
          assertThat(all[i][k]).isCloseTo(alone[k], within(1e-5f));
        }
      }
    }
  }

  @Test
  void onlyTheFormWithMeansMovesItsPriorWithLabels() {
    LabelVectors vectors = LabelVectors.of(values);
    try (NDManager manager = NDManager.newBaseManager()) {
      for (Kind kind : List.of(Kind.I_VAE, Kind.I_VAE_MEANS)) {
        BaselineNetworks networks =
            new BaselineNetworks(spec(kind, Noise.GAUSSIAN, vectors.size()));
        Parameters parameters =
            Parameters.of(networks.shapes(), networks.initialValues(values, 1), manager);
        NDArray labels = networks.labels(Minibatch.of(60, values.subList(0, 20)), vectors, manager);
        Normal prior = networks.prior(labels, parameters.weights(manager));
        double largest = prior.mean().abs().max().getFloat();
        assertThat(largest == 0).isEqualTo(kind == Kind.I_VAE);
        // Variances differ between labels in both.
        float[] logs = prior.logVariance().toFloatArray();
        assertThat(Arrays.copyOf(logs, 9)).isNotEqualTo(Arrays.copyOfRange(logs, 9 * 19, 9 * 20));
      }
    }
  }

  @Test
  void divergencesAreThoseOfTheClosedForm() {
    float[] means = {0.5f, -1, 0.2f};
    float[] variances = {0.25f, 1, 2.25f};
    try (NDManager manager = NDManager.newBaseManager()) {
      Normal q = normal(manager, means, variances);
      Normal p = normal(manager, new float[] {0, -0.5f, 0.2f}, new float[] {1, 0.5f, 4});
      double expected = 0;
      for (int i = 0; i < 3; i++) {
        expected += NormalKl.of(means[i], variances[i]);
      }
      assertThat((double) Divergences.fromStandard(q).getFloat()).isCloseTo(expected, within(1e-6));
      // At the mean of q: the sum of ½ (log v'/v + (m − m')²/v').
      NDArray at = manager.create(means, new Shape(1, 3));
      double byHand = 0.5 * (Math.log(4) + 0.25 + Math.log(0.5) + 0.5 + Math.log(4 / 2.25));
      assertThat((double) Divergences.atDraws(q, p, at).getFloat()).isCloseTo(byHand, within(1e-6));
      assertThat((double) estimate(manager, means, variances)).isCloseTo(0.915505663, within(0.02));
    }
  }

  /** The divergence of the test vectors from 40,000 draws. */
  private static float estimate(NDManager manager, float[] means, float[] variances) {
    int rows = 40_000;
    float[] noise = new float[3 * rows];
    CounterRandom.of(1, 0, "draws").fillGaussian(noise);
    Normal q = normal(manager, means, variances);
    Normal p = normal(manager, new float[] {0, -0.5f, 0.2f}, new float[] {1, 0.5f, 4});
    NDArray draws = q.draw(manager.create(noise, new Shape(rows, 3)));
    return Divergences.atDraws(q, p, draws).getFloat();
  }

  private static Normal normal(NDManager manager, float[] means, float[] variances) {
    return new Normal(
        manager.create(means, new Shape(1, 3)), manager.create(variances, new Shape(1, 3)).log());
  }

  @Test
  void theDiscriminatorLearnsTheTotalCorrelation() {
    float[] codes = new float[4096];
    CounterRandom.of(1, 0, "codes").fillGaussian(codes);
    for (int i = 0; i < codes.length; i += 2) {
      codes[i + 1] = 0.9f * codes[i] + (float) Math.sqrt(1 - 0.81) * codes[i + 1];
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      TotalCorrelation correlation = new TotalCorrelation(2, 1, manager);
      double loss = 0;
      double first = 0;
      for (int step = 0; step < 200; step++) {
        int from = step % 15 * 128;
        try (NDManager work = manager.newSubManager()) {
          loss =
              correlation.learn(
                  Arrays.copyOfRange(codes, from, from + 128),
                  Arrays.copyOfRange(codes, from + 128, from + 256),
                  CounterRandom.of(1, step, "re-pair"),
                  work);
          first = step == 0 ? loss : first;
        }
      }
      assertThat(first).isCloseTo(Math.log(2), within(0.02));
      NDArray all = manager.create(codes, new Shape(2048, 2));
      // −½ log(1 − 0.81)
      assertThat((double) correlation.estimate(all).getFloat()).isCloseTo(0.83, within(0.35));
      assertThat(loss).isLessThan(0.62);
    }
  }

  @Test
  void rePairedCodesKeepEachCoordinatesValues() {
    float[] codes = new float[300];
    CounterRandom.of(1, 0, "codes").fillGaussian(codes);
    float[] repaired = TotalCorrelation.repaired(codes, 3, CounterRandom.of(1, 1, "order"));
    assertThat(repaired).isNotEqualTo(codes);
    for (int column = 0; column < 3; column++) {
      assertThat(column(repaired, column)).isEqualTo(column(codes, column));
    }
  }

  private static float[] column(float[] codes, int column) {
    float[] values = new float[codes.length / 3];
    for (int row = 0; row < values.length; row++) {
      values[row] = codes[3 * row + column];
    }
    Arrays.sort(values);
    return values;
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> learner(spec(Kind.I_VAE, Noise.GAUSSIAN, 3), values))
        .hasMessageStartingWith("Invalid labels: vectors of ");
    assertThatThrownBy(() -> spec(Kind.I_VAE, Noise.BERNOULLI, 3))
        .hasMessage(
            "Invalid noise of a baseline: BERNOULLI; expected Gaussian, negative binomial or"
                + " Poisson");
    try (BaselineLearner learner = learner(Kind.BETA_VAE, Noise.GAUSSIAN, values)) {
      assertThatThrownBy(() -> learner.update(values.subList(0, 3)))
          .hasMessage("Invalid cells: 3; expected 4 or more");
    }
  }
}
