package io.scstream.models.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.lanes.Lanes;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cell by cell in Java, against the dense form in double precision and against the engine. */
class NegativeBinomialRowsTest {
  private static final double RELATIVE = 1e-5;

  private static final Likelihood ROWS = new NegativeBinomialLikelihood(true);
  private static final Likelihood ENGINE = new NegativeBinomialLikelihood(false);

  @Test
  void testsRunWithTheModule() {
    assertThat(Lanes.areThere()).as("the option %s", Lanes.OPTION).isTrue();
    assertThat(Lanes.count()).isGreaterThan(1);
  }

  /** A part of a register, one, several, and more than one stretch of sums. */
  @ParameterizedTest
  @ValueSource(ints = {3, 16, 33, 2500})
  void bothWaysAgreeWithTheDenseForm(int genes) {
    Problem problem = problem(genes, genes);
    DenseReference reference = DenseReference.of(problem);
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      for (Likelihood way : List.of(ROWS, ENGINE)) {
        Evaluation evaluation = problem.evaluate(way, manager);
        for (int row = 0; row < problem.minibatch.cells(); row++) {
          double expected = reference.logLikelihood[row];
          assertThat(evaluation.logLikelihood(row))
              .isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
        }
        assertClose(evaluation.headGradients().get(0), reference.byHead[0]);
        assertClose(evaluation.geneGradients().get(0), reference.byGene);
      }
    }
  }

  @Test
  void theBiasHasTheGradientOfAllCells() {
    Problem problem = problem(40, 3);
    double[] sums = new double[40];
    double[] byHead = DenseReference.of(problem).byHead[0];
    for (int i = 0; i < byHead.length; i++) {
      sums[i % 40] += byHead[i];
    }
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      assertClose(problem.evaluate(ROWS, manager).geneGradients().get(1), sums);
    }
  }

  @Test
  void scoresAreTheValuesOfAnEvaluation() {
    Problem problem = problem(300, 4);
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      Evaluation evaluation = problem.evaluate(ROWS, manager);
      Evaluation score = problem.score(ROWS, manager);
      for (int row = 0; row < problem.minibatch.cells(); row++) {
        assertThat(score.logLikelihood(row)).isEqualTo(evaluation.logLikelihood(row));
      }
    }
  }

  /** Cells with counts from 0 to some hundreds, one of them empty, and θ over many sizes. */
  private static Problem problem(int genes, long seed) {
    CounterRandom random = CounterRandom.of(seed, 0, "rows");
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of("empty", Role.BACKGROUND, 3, new int[0], new int[0]));
    for (int cell = 0; cell < 6; cell++) {
      int[] indices = new int[genes];
      int[] counts = new int[genes];
      int n = 0;
      for (int gene = 0; gene < genes; gene++) {
        if (random.nextDouble() < 0.3) {
          indices[n] = gene;
          counts[n++] = 1 + (int) Math.exp(6 * random.nextDouble() * random.nextDouble());
        }
      }
      double librarySize = 1 + 20.0 * genes * random.nextDouble();
      cells.add(
          Cell.of(
              "c" + cell,
              Role.TARGET,
              librarySize,
              Arrays.copyOf(indices, n),
              Arrays.copyOf(counts, n)));
    }
    double[] heads = new double[cells.size() * genes];
    double[] r = new double[genes];
    double[] weights = new double[cells.size()];
    Arrays.setAll(heads, i -> 8 * random.nextDouble() - 4);
    Arrays.setAll(r, i -> 18 * random.nextDouble() - 6);
    Arrays.setAll(weights, i -> random.nextDouble() - 0.8);
    return new Problem(
        Noise.NEGATIVE_BINOMIAL, Minibatch.of(genes, cells), weights, new double[][] {heads}, r);
  }

  private static void assertClose(NDArray actual, double[] expected) {
    float[] values = actual.toFloatArray();
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) values[i])
          .as("entry %d", i)
          .isCloseTo(expected[i], within(RELATIVE * largest));
    }
  }
}
