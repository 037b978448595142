package io.scstream.models.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The sparse float32 form on the engine against the dense double form. */
class TensorLikelihoodTest {

  private static final double RELATIVE = 1e-5;

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, 2, -0.4462871026284195",
    "3, 2.25, 0.7, -2.444115331503855",
    "17, 12.5, 5, -3.286831247045386",
    "0, 2, 1e6, -1.999998000002667",
    "3, 2, 1e6, -1.712318927547386",
    "250, 300, 1e8, -8.099601876836552",
    "1, 1e-6, 1e-3, -13.81651105779769",
    "40, 0.2, 0.05, -15.4801246041162"
  })
  void negativeBinomialAgreesWithManyDigits(int x, double mean, double theta, double expected) {
    assertThat(ofOneGene(Noise.NEGATIVE_BINOMIAL, x, mean, Math.log(theta), 0))
        .isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, 2, 0, -0.1984509387238383",
    "0, 5, 0.5, -3, -1.094706588955482",
    "3, 2.25, 0.7, 1.5, -4.145528609486608",
    "0, 100, 10, -20, -19.98146757472013",
    "17, 12.5, 5, -0.4, -3.799846499445339"
  })
  void zeroInflatedAgreesWithManyDigits(
      int x, double mean, double theta, double zeroLogit, double expected) {
    assertThat(
            ofOneGene(Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL, x, mean, Math.log(theta), zeroLogit))
        .isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, -0.5",
    "3, 2.25, -1.608968820579069",
    "17, 12.5, -3.067686496896546",
    "250, 300, -8.099613126802696",
    "5, 1e-3, -39.32726813769273"
  })
  void poissonAgreesWithManyDigits(int x, double mean, double expected) {
    assertThat(ofOneGene(Noise.POISSON, x, mean, 0, 0))
        .isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2.5, -0.07888973429254962",
    "0, 2.5, -2.57888973429255",
    "1, -40, -40",
    "0, 80, -80"
  })
  void bernoulliAgreesWithManyDigits(int x, double logit, double expected) {
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      NDArray output = manager.create(new float[] {(float) logit}, new Shape(1, 1));
      Minibatch one = Minibatch.of(1, List.of(cell(x, 1)));
      double actual =
          Likelihood.of(Noise.BERNOULLI)
              .evaluate(
                  Observed.of(one, new double[] {1}, manager), new NDList(output), new NDList())
              .logLikelihood(0);
      assertThat(actual).isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
    }
  }

  /** With one gene the softmax is 1, so the mean is the library size. */
  private static double ofOneGene(Noise noise, int x, double mean, double r, double zeroLogit) {
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      Likelihood likelihood = Likelihood.of(noise);
      NDList heads = new NDList(manager.zeros(new Shape(1, 1)));
      if (likelihood.heads().size() == 2) {
        heads.add(manager.create(new float[] {(float) zeroLogit}, new Shape(1, 1)));
      }
      NDList genes = new NDList();
      likelihood
          .geneParameter()
          .ifPresent(it -> genes.add(manager.create(new float[] {(float) r})));
      if (likelihood.addsBias(manager.getDevice())) {
        genes.add(manager.zeros(new Shape(1)));
      }
      Minibatch one = Minibatch.of(1, List.of(cell(x, mean)));
      return likelihood
          .evaluate(Observed.of(one, new double[] {1}, manager), heads, genes)
          .logLikelihood(0);
    }
  }

  private static Cell cell(int x, double librarySize) {
    int[] entries = x == 0 ? new int[0] : new int[] {0};
    return Cell.of("one", Role.TARGET, librarySize, entries, x == 0 ? entries : new int[] {x});
  }

  @ParameterizedTest
  @EnumSource(Noise.class)
  void valuesAndGradientsAgreeWithTheDenseForm(Noise noise) {
    for (long seed = 0; seed < 5; seed++) {
      assertAgrees(Problem.of(noise, seed), seed);
    }
  }

  /** The same library sizes by another way, and their gradients by differences. */
  @ParameterizedTest
  @EnumSource(
      value = Noise.class,
      names = {"NEGATIVE_BINOMIAL", "POISSON", "ZERO_INFLATED_NEGATIVE_BINOMIAL"})
  void latentLibrariesCountAsObservedOnesAndHaveGradients(Noise noise) {
    Problem problem = Problem.of(noise, 2);
    Minibatch minibatch = problem.minibatch;
    float[] logs = new float[minibatch.cells()];
    for (int row = 0; row < logs.length; row++) {
      logs[row] = (float) Math.log(minibatch.librarySizes()[row]);
    }
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      Evaluation observed = problem.evaluate(manager);
      Evaluation latent = problem.evaluate(manager, logs);
      for (int row = 0; row < logs.length; row++) {
        double value = observed.logLikelihood(row);
        assertThat(latent.logLikelihood(row)).isCloseTo(value, within(RELATIVE * Math.abs(value)));
        double step = 0.01;
        logs[row] += (float) step;
        double above = problem.evaluate(manager, logs).logLikelihood(row);
        logs[row] -= (float) (2 * step);
        double below = problem.evaluate(manager, logs).logLikelihood(row);
        logs[row] += (float) step;
        double slope = problem.weights[row] * (above - below) / (2 * step);
        assertThat(latent.byLogLibrary(row))
            .as("row %d", row)
            .isCloseTo(slope, within(2e-3 * Math.max(1, Math.abs(slope))));
      }
      assertThat(latent.headGradients().get(0).toFloatArray())
          .containsExactly(observed.headGradients().get(0).toFloatArray(), Offset.offset(1e-3f));
    }
  }

  @Test
  void realValuesOfBothSignsAgreeWithTheDenseForm() {
    CounterRandom random = CounterRandom.of(5, 0, "values");
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < 4; row++) {
      float[] values = new float[Problem.GENES - row];
      random.fillGaussian(values);
      int[] genes = IntStream.range(0, values.length).toArray();
      cells.add(Cell.ofValues("real" + row, Role.TARGET, 1, genes, values));
    }
    assertAgrees(Problem.of(Noise.GAUSSIAN, Minibatch.of(Problem.GENES, cells), 5), 5);
  }

  private static void assertAgrees(Problem problem, long seed) {
    DenseReference reference = DenseReference.of(problem);
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      Evaluation evaluation = problem.evaluate(manager);
      for (int row = 0; row < problem.minibatch.cells(); row++) {
        assertThat(evaluation.logLikelihood(row))
            .as("row %d, seed %d", row, seed)
            .isCloseTo(
                reference.logLikelihood[row],
                within(RELATIVE * Math.abs(reference.logLikelihood[row])));
      }
      for (int head = 0; head < problem.heads.length; head++) {
        assertClose(
            evaluation.headGradients().get(head).toFloatArray(), reference.byHead[head], seed);
      }
      if (!evaluation.geneGradients().isEmpty()) {
        assertClose(evaluation.geneGradients().get(0).toFloatArray(), reference.byGene, seed);
      }
    }
  }

  private static void assertClose(float[] actual, double[] expected, long seed) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("entry %d, seed %d", i, seed)
          .isCloseTo(expected[i], within(RELATIVE * largest));
    }
  }

  @ParameterizedTest
  @EnumSource(Noise.class)
  void theDenseFormsGradientsAgreeWithDifferences(Noise noise) {
    Problem problem = Problem.of(noise, 7);
    DenseReference reference = DenseReference.of(problem);
    double step = 1e-5;
    for (int head = 0; head < problem.heads.length; head++) {
      for (int i = 0; i < problem.heads[head].length; i += 3) {
        double slope =
            (problem.nudged(head, i, step).weighted() - problem.nudged(head, i, -step).weighted())
                / (2 * step);
        assertThat(slope)
            .isCloseTo(
                reference.byHead[head][i],
                within(1e-6 * Math.max(1, Math.abs(reference.byHead[head][i]))));
      }
    }
  }

  @Test
  void dispersionOfHundredMillionIsPoisson() {
    Problem poisson = Problem.of(Noise.POISSON, 3);
    double[] r = new double[Problem.GENES];
    Arrays.fill(r, Math.log(1e8));
    Problem nb =
        new Problem(Noise.NEGATIVE_BINOMIAL, poisson.minibatch, poisson.weights, poisson.heads, r);
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      Evaluation ofPoisson = poisson.evaluate(manager);
      Evaluation ofNb = nb.evaluate(manager);
      for (int row = 0; row < poisson.minibatch.cells(); row++) {
        double expected = ofPoisson.logLikelihood(row);
        assertThat(ofNb.logLikelihood(row))
            .isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Noise.class)
  void cellsWithoutCountsAreFine(Noise noise) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      cells.add(Cell.of("empty" + i, Role.TARGET, 1, new int[0], new int[0]));
    }
    Problem problem = Problem.of(noise, Minibatch.of(Problem.GENES, cells), 1);
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      Evaluation evaluation = problem.evaluate(manager);
      double expected = DenseReference.of(problem).logLikelihood[1];
      assertThat(evaluation.logLikelihood(1))
          .isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
    }
  }
}
