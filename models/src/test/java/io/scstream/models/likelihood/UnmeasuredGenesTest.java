package io.scstream.models.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.scstream.models.data.Cell;
import io.scstream.models.data.GenePanel;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.lanes.Lanes;
import io.scstream.models.spec.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two panels and whole cells in one minibatch, against dense forms without the genes. */
@Tag("acceptance-14")
class UnmeasuredGenesTest {
  private static final int GENES = Problem.GENES;
  private static final List<GenePanel> PANELS =
      List.of(
          GenePanel.without(GENES, List.of(22, 0, 7)),
          GenePanel.without(GENES, IntStream.range(2, GENES).boxed().toList()));

  record Way(Noise noise, Likelihood likelihood) {}

  static Stream<Way> ways() {
    Stream<Way> all =
        Stream.of(
            new Way(Noise.POISSON, new PoissonLikelihood()),
            new Way(Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL, new ZeroInflatedLikelihood()),
            new Way(Noise.NEGATIVE_BINOMIAL, new NegativeBinomialLikelihood(false)));
    return Lanes.areThere()
        ? Stream.concat(
            all, Stream.of(new Way(Noise.NEGATIVE_BINOMIAL, new NegativeBinomialLikelihood(true))))
        : all;
  }

  private static IntPredicate measured(Cell cell) {
    int[] unmeasured = cell.panel().stream().flatMapToInt(GenePanel::unmeasured).toArray();
    return gene -> Arrays.binarySearch(unmeasured, gene) < 0;
  }

  private static Minibatch partlyMeasured(Minibatch whole) {
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < whole.cells(); row++) {
      Cell cell = whole.cell(row);
      if (row % 3 < 2) {
        GenePanel panel = PANELS.get(row % 3);
        cells.add(only(cell, gene -> panel.unmeasured().noneMatch(it -> it == gene)).on(panel));
      } else {
        cells.add(cell);
      }
    }
    return Minibatch.of(GENES, cells);
  }

  private static Cell only(Cell cell, IntPredicate kept) {
    int[] entries =
        IntStream.range(0, cell.nonZeros()).filter(i -> kept.test(cell.gene(i))).toArray();
    return Cell.of(
        cell.id(),
        cell.role(),
        cell.librarySize(),
        IntStream.of(entries).map(cell::gene).toArray(),
        IntStream.of(entries).map(cell::count).toArray());
  }

  /** One cell without the genes that were not measured in it. */
  private static Problem reduced(Problem problem, int row, int[] genes) {
    Cell cell = problem.minibatch.cell(row);
    int[] positions = new int[GENES];
    IntStream.range(0, genes.length).forEach(i -> positions[genes[i]] = i);
    Cell alone =
        Cell.of(
            cell.id(),
            cell.role(),
            cell.librarySize(),
            IntStream.range(0, cell.nonZeros()).map(i -> positions[cell.gene(i)]).toArray(),
            IntStream.range(0, cell.nonZeros()).map(cell::count).toArray());
    double[][] heads = new double[problem.heads.length][];
    for (int head = 0; head < heads.length; head++) {
      double[] all = problem.heads[head];
      heads[head] = IntStream.of(genes).mapToDouble(gene -> all[row * GENES + gene]).toArray();
    }
    return new Problem(
        problem.noise,
        Minibatch.of(genes.length, List.of(alone)),
        new double[] {problem.weights[row]},
        heads,
        IntStream.of(genes).mapToDouble(gene -> problem.genes[gene]).toArray());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void areLeftOutOfValuesAndGradients(Way way) {
    for (long seed = 0; seed < 5; seed++) {
      Problem whole = Problem.of(way.noise, seed);
      Problem problem =
          new Problem(
              way.noise, partlyMeasured(whole.minibatch), whole.weights, whole.heads, whole.genes);
      try (NDManager manager = EngineThreads.engine().newBaseManager()) {
        Evaluation scored = problem.score(way.likelihood, manager);
        Evaluation actual = problem.evaluate(way.likelihood, manager);
        double[] byGene = new double[GENES];
        for (int row = 0; row < problem.minibatch.cells(); row++) {
          int[] genes =
              IntStream.range(0, GENES).filter(measured(problem.minibatch.cell(row))).toArray();
          DenseReference expected = DenseReference.of(reduced(problem, row, genes));
          assertClose(actual.logLikelihood(row), expected.logLikelihood[0]);
          assertClose(scored.logLikelihood(row), expected.logLikelihood[0]);
          for (int head = 0; head < problem.heads.length; head++) {
            double[] byHead = new double[GENES];
            for (int i = 0; i < genes.length; i++) {
              byHead[genes[i]] = expected.byHead[head][i];
            }
            assertGradient(
                actual.headGradients().get(head).toFloatArray(),
                row,
                byHead,
                measured(problem.minibatch.cell(row)));
          }
          for (int i = 0; i < genes.length; i++) {
            byGene[genes[i]] += expected.byGene[i];
          }
        }
        if (way.likelihood.geneParameter().isPresent()) {
          float[] found = actual.geneGradients().get(0).toFloatArray();
          for (int gene = 0; gene < GENES; gene++) {
            assertClose(found[gene], byGene[gene]);
          }
        }
      }
    }
  }

  private static void assertGradient(
      float[] found, int row, double[] expected, IntPredicate measured) {
    for (int gene = 0; gene < GENES; gene++) {
      if (measured.test(gene)) {
        assertClose(found[row * GENES + gene], expected[gene]);
      } else {
        assertThat(found[row * GENES + gene]).isZero();
      }
    }
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(2e-5 * Math.max(1, Math.abs(expected))));
  }

  @Test
  void panelsAreCheckedAgainstCells() {
    Cell cell = Cell.of("a", Role.TARGET, 9, new int[] {1, 7}, new int[] {2, 3});
    assertThatThrownBy(() -> cell.on(PANELS.get(0)))
        .hasMessage("Invalid panel of cell a: gene 7 is not measured; expected no entry on it");
    assertThatThrownBy(() -> GenePanel.without(2, List.of(0, 1)))
        .hasMessage("Invalid panel: no gene is measured; expected at least one");
    assertThatThrownBy(() -> GenePanel.without(2, List.of(2)))
        .hasMessage("Invalid unmeasured genes: [2]; expected indices below 2");
    Cell small = cell.on(GenePanel.without(8, List.of(0)));
    assertThatThrownBy(() -> Minibatch.of(9, List.of(small)))
        .hasMessage("Invalid panel of cell a: of 8 genes; expected 9");
    assertThat(small.inGroup(3).panel()).isPresent();
  }
}
