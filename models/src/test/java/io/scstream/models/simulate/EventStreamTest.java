package io.scstream.models.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expectations are those of {@link StreamModel}'s comment; bounds are four standard errors. */
class EventStreamTest {

  private static final int GENES = 60;
  private static final int CELLS = 400;
  private static final double DEVIATIONS = 4;

  /** One kind of cell, around ten counts a gene, no batch effect. */
  private static final StreamSettings PLAIN =
      new StreamSettings(GENES, 6, CELLS, 1, 1, 1, 0, 0, 10 * GENES, 3);

  /** Squared relative spread of a rate: library size, coordinates and gamma together. */
  private static final double RELATIVE_VARIANCE =
      Math.exp(StreamModel.LIBRARY_SPREAD * StreamModel.LIBRARY_SPREAD)
              * Math.exp(StreamModel.CELL_SPREAD * StreamModel.CELL_SPREAD)
              * (1 + 1.0 / StreamModel.INVERSE_DISPERSION)
          - 1;

  private static EventStream stream(StreamSettings settings, String... events) {
    return EventStream.of(settings, Stream.of(events).map(Event::parse).toList());
  }

  private static List<StreamCell> cells(EventStream stream, int batch) {
    List<StreamCell> cells = new ArrayList<>();
    stream.forEachCell(batch, cells::add);
    return cells;
  }

  private static int[] counts(StreamCell cell) {
    int[] counts = new int[GENES];
    Cell sparse = cell.cell();
    for (int i = 0; i < sparse.nonZeros(); i++) {
      counts[sparse.gene(i)] = sparse.count(i);
    }
    return counts;
  }

  private static int[][] counts(EventStream stream, int batch) {
    return cells(stream, batch).stream().map(EventStreamTest::counts).toArray(int[][]::new);
  }

  private static List<String> texts(EventStream stream, int batch) {
    return cells(stream, batch).stream()
        .map(
            cell ->
                cell.cell().id()
                    + cell.cell().role()
                    + cell.state()
                    + cell.treatment()
                    + cell.donor()
                    + cell.cell().librarySize()
                    + Arrays.toString(counts(cell)))
        .toList();
  }

  private static double mean(int[][] counts, int gene) {
    return Arrays.stream(counts).mapToInt(cell -> cell[gene]).average().orElseThrow();
  }

  /** Expected counts of the one kind of cell there is. */
  private static double[] expected() {
    return Arrays.stream(new StreamModel(PLAIN).logRates(0, 0, -1)).map(Math::exp).toArray();
  }

  private static double variance(double mean) {
    return mean + mean * mean * RELATIVE_VARIANCE;
  }

  /** Standardized errors of all genes: bounded one by one, and of mean square 1. */
  private static void assertMeans(int[][] counts, double[] means) {
    double squares = 0;
    for (int gene = 0; gene < GENES; gene++) {
      double error =
          (mean(counts, gene) - means[gene]) / Math.sqrt(variance(means[gene]) / counts.length);
      assertThat(error).as("gene " + gene).isBetween(-DEVIATIONS, DEVIATIONS);
      squares += error * error;
    }
    // Genes share library size and coordinates, so that the mean square varies more than by chance
    // of independent genes.
    assertThat(squares / GENES).isBetween(0.3, 2.5);
  }

  @Test
  void undisturbedCellsHaveTheExpectedCounts() {
    double[] expected = expected();
    assertThat(Arrays.stream(expected).sum()).isBetween(6.0 * GENES, 16.0 * GENES);
    assertMeans(counts(stream(PLAIN), 1), expected);
    Moments.of(Arrays.stream(counts(stream(PLAIN), 2)).mapToDouble(it -> it[7]).toArray())
        .assertMatch(expected[7], variance(expected[7]));
  }

  /** E[X Y] / (E[X] E[Y]) - 1 of two cells of a batch is exp(ρσ²) - 1, for every gene. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.9})
  void cellsOfABatchCorrelateAsAsked(double intraclass) {
    int batches = 400;
    int cells = 20;
    StreamSettings settings =
        new StreamSettings(GENES, batches, cells, 1, 1, 1, 0, intraclass, 10 * GENES, 3);
    double[] expected = expected();
    EventStream stream = stream(settings);
    double[] products = new double[batches];
    for (int batch = 1; batch <= batches; batch++) {
      int[][] counts = counts(stream, batch);
      for (int gene = 0; gene < GENES; gene++) {
        double sum = 0;
        double squares = 0;
        for (int[] cell : counts) {
          double ratio = cell[gene] / expected[gene] - 1;
          sum += ratio;
          squares += ratio * ratio;
        }
        products[batch - 1] += (sum * sum - squares) / (cells * (cells - 1.0)) / GENES;
      }
    }
    double spread = StreamModel.CELL_SPREAD * StreamModel.CELL_SPREAD;
    Moments moments = Moments.of(products);
    moments.assertMean(Math.exp(intraclass * spread) - 1, moments.variance());
  }

  @Test
  void labelsHaveTheSharesAskedFor() {
    StreamSettings settings = new StreamSettings(GENES, 1, 4000, 4, 3, 2, 0.3, 0, 50, 8);
    List<StreamCell> cells = cells(stream(settings), 1);
    double targets = cells.stream().filter(it -> it.cell().role() == Role.TARGET).count() / 4000.0;
    assertThat(targets).isCloseTo(0.3, within(DEVIATIONS * Math.sqrt(0.21 / 4000)));
    for (String donor : List.of("donor-1", "donor-4")) {
      double share = cells.stream().filter(it -> it.donor().equals(donor)).count() / 4000.0;
      assertThat(share).isCloseTo(0.25, within(DEVIATIONS * Math.sqrt(0.1875 / 4000)));
    }
    assertThat(cells).extracting(StreamCell::state).contains("state-1", "state-2");
    assertThat(cells)
        .allMatch(
            it ->
                it.treatment().equals(StreamCell.CONTROL) == (it.cell().role() == Role.BACKGROUND))
        .extracting(StreamCell::treatment)
        .contains("treatment-1", "treatment-3");
  }

  @Test
  void treatmentsAndDonorsMoveTheirGenes() {
    StreamSettings settings = new StreamSettings(GENES, 1, 800, 2, 1, 1, 0.5, 0, 10 * GENES, 3);
    StreamModel model = new StreamModel(settings);
    List<StreamCell> cells = cells(stream(settings), 1);
    for (int donor = 0; donor < 2; donor++) {
      for (int treatment = -1; treatment < 1; treatment++) {
        String itsDonor = "donor-" + (donor + 1);
        Role role = treatment < 0 ? Role.BACKGROUND : Role.TARGET;
        int[][] own =
            cells.stream()
                .filter(it -> it.donor().equals(itsDonor) && it.cell().role() == role)
                .map(EventStreamTest::counts)
                .toArray(int[][]::new);
        double[] logs = model.logRates(0, donor, treatment);
        assertMeans(own, Arrays.stream(logs).map(Math::exp).toArray());
      }
    }
    assertThat(model.logRates(0, 0, 0)).isNotEqualTo(model.logRates(0, 0, -1));
    assertThat(model.logRates(0, 0, -1)).isNotEqualTo(model.logRates(0, 1, -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch-effect@3",
        "shift@3",
        "new-state@3",
        "contaminated@3",
        "chemistry@3",
        "panel@3"
      })
  void changesItsBatchesAndNoOthers(String event) {
    EventStream without = stream(PLAIN);
    EventStream with = stream(PLAIN, event);
    EventStream ended = stream(PLAIN, event.replace("@3", "@3..4"));
    assertThat(texts(with, 2)).isEqualTo(texts(without, 2));
    assertThat(texts(with, 3)).isNotEqualTo(texts(without, 3));
    assertThat(texts(ended, 4)).isNotEqualTo(texts(without, 4));
    assertThat(texts(ended, 5)).isEqualTo(texts(without, 5));
    boolean lasts = with.events().get(0).kind().span() == EventKind.Span.LASTING;
    assertThat(texts(with, 6).equals(texts(without, 6))).isEqualTo(!lasts);
    assertThat(texts(stream(PLAIN, event), 3)).isEqualTo(texts(with, 3));
  }

  @Test
  void factorsHaveMeanOne() {
    CounterRandom random = CounterRandom.of(5, 0, "factors");
    Moments.of(100_000, () -> Math.exp(Effects.factor(0.5, random)))
        .assertMatch(1, Math.exp(0.25) - 1);
  }

  private static double[] logRatios(int[][] counts, double[] expected) {
    return IntStream.range(0, GENES)
        .mapToDouble(gene -> Math.log(mean(counts, gene) / expected[gene]))
        .toArray();
  }

  @Test
  void batchEffectsMoveEveryGeneAnewInEachBatch() {
    EventStream stream = stream(PLAIN, "batch-effect@2..3:sd=0.5");
    double[] expected = expected();
    double[] second = logRatios(counts(stream, 2), expected);
    double[] third = logRatios(counts(stream, 3), expected);
    double noise =
        Arrays.stream(expected).map(m -> variance(m) / (m * m * CELLS)).average().orElseThrow();
    double variance = 0.25 + noise;
    Moments.of(second).assertMatch(-0.125, variance);
    Moments.of(third).assertMatch(-0.125, variance);
    double product = 0;
    for (int gene = 0; gene < GENES; gene++) {
      product += (second[gene] + 0.125) * (third[gene] + 0.125) / variance;
    }
    assertThat(product / GENES).isBetween(-DEVIATIONS / Math.sqrt(GENES), 4 / Math.sqrt(GENES));
  }

  @Test
  void aShiftMovesTheChosenGenesByItsFold() {
    EventStream stream = stream(PLAIN, "shift@2:genes=9,log-fold=-1.2");
    int[] chosen = stream.genesOf(stream.events().get(0));
    assertThat(chosen).hasSize(9).isSorted().doesNotHaveDuplicates();
    double[] expected = expected();
    for (int gene : chosen) {
      expected[gene] *= Math.exp(-1.2);
    }
    assertMeans(counts(stream, 2), expected);
    assertMeans(counts(stream, 6), expected);
  }

  @Test
  void aNewStateTakesItsShareOfTheCells() {
    double[] expected = expected();
    double[] pure = new double[GENES];
    EventStream all = stream(PLAIN, "new-state@2:share=1,sd=1");
    for (int batch = 2; batch <= 6; batch++) {
      int[][] counts = counts(all, batch);
      for (int gene = 0; gene < GENES; gene++) {
        pure[gene] += mean(counts, gene) / 5;
      }
    }
    double[] logs =
        IntStream.range(0, GENES).mapToDouble(i -> Math.log(pure[i] / expected[i])).toArray();
    Moments.of(logs).assertMatch(-0.5, 1);

    EventStream some = stream(PLAIN, "new-state@2:share=0.2,sd=1");
    int[][] mixed = counts(some, 4);
    for (int gene = 0; gene < GENES; gene++) {
      double mean = 0.8 * expected[gene] + 0.2 * pure[gene];
      double square =
          0.8 * (variance(expected[gene]) + expected[gene] * expected[gene])
              + 0.2 * (variance(pure[gene]) + pure[gene] * pure[gene]);
      // The pure state is itself a mean over five batches.
      double error = (square - mean * mean) / CELLS + 0.04 * variance(pure[gene]) / (5 * CELLS);
      assertThat(mean(mixed, gene)).isCloseTo(mean, within(DEVIATIONS * Math.sqrt(error)));
    }
    assertThat(cells(some, 4)).extracting(StreamCell::state).containsOnly("state-1");
  }

  @Test
  void chemistryKeepsEachCountWithItsProbability() {
    EventStream stream = stream(PLAIN, "chemistry@2:depth=0.4,lost=0.1");
    int[] lost = stream.genesOf(stream.events().get(0));
    assertThat(lost).hasSize(6);
    int[][] before = counts(stream(PLAIN), 3);
    int[][] after = counts(stream, 3);
    double drawn = 0;
    double kept = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      for (int gene = 0; gene < GENES; gene++) {
        assertThat(after[cell][gene]).isBetween(0, before[cell][gene]);
        boolean isLost = Arrays.binarySearch(lost, gene) >= 0;
        assertThat(isLost && after[cell][gene] > 0).isFalse();
        drawn += isLost ? 0 : before[cell][gene];
        kept += after[cell][gene];
      }
    }
    assertThat(kept).isCloseTo(0.4 * drawn, within(DEVIATIONS * Math.sqrt(0.24 * drawn)));
  }

  @Test
  void aPanelDropsItsGenesAndTouchesNoOthers() {
    EventStream stream = stream(PLAIN, "panel@2:drop=0.3");
    int[] dropped = stream.genesOf(stream.events().get(0));
    assertThat(dropped).hasSize(18);
    int[][] expected = counts(stream(PLAIN), 5);
    for (int[] cell : expected) {
      for (int gene : dropped) {
        cell[gene] = 0;
      }
    }
    assertThat(counts(stream, 5)).isDeepEqualTo(expected);
    StreamCell first = cells(stream, 5).get(0);
    assertThat(first.cell().librarySize()).isEqualTo(Arrays.stream(expected[0]).sum());
  }

  @Test
  void ambientCountsTakeTheirShareOfEachDroplet() {
    EventStream stream = stream(PLAIN, "contaminated@2:share=0.3,doublets=0");
    int[][] before = counts(stream(PLAIN), 2);
    int[][] after = counts(stream, 2);
    double[] profile = new double[GENES];
    double all = 0;
    for (int[] cell : before) {
      for (int gene = 0; gene < GENES; gene++) {
        profile[gene] += cell[gene];
        all += cell[gene];
      }
    }
    for (int gene = 0; gene < GENES; gene++) {
      double share = profile[gene] / all;
      // Those of one cell with few and many counts of the gene come nearer to each other.
      double high = 0;
      double expected = 0;
      double variance = 0;
      for (int cell = 0; cell < CELLS; cell++) {
        if (before[cell][gene] > profile[gene] / CELLS) {
          double ambient = 0.3 * Arrays.stream(before[cell]).sum() * share;
          high += after[cell][gene];
          expected += 0.7 * before[cell][gene] + ambient;
          variance += 0.21 * before[cell][gene] + ambient;
        }
      }
      assertThat(high).isCloseTo(expected, within(DEVIATIONS * Math.sqrt(variance)));
    }
  }

  @Test
  void doubletsHoldASecondCell() {
    int[][] before = counts(stream(PLAIN), 2);
    int[][] after = counts(stream(PLAIN, "contaminated@2:share=0,doublets=0.25"), 2);
    List<int[]> singlets = Arrays.asList(before);
    int doublets = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      int[] added = new int[GENES];
      for (int gene = 0; gene < GENES; gene++) {
        added[gene] = after[cell][gene] - before[cell][gene];
      }
      if (Arrays.stream(added).anyMatch(count -> count != 0)) {
        doublets++;
        assertThat(singlets).anyMatch(it -> Arrays.equals(it, added));
      }
    }
    assertThat((double) doublets / CELLS)
        .isCloseTo(0.25, within(DEVIATIONS * Math.sqrt(0.1875 / CELLS)));
  }

  @Test
  void eventsKeepTheirGenesBesideOthers() {
    EventStream alone = stream(PLAIN, "shift@4:genes=9");
    EventStream both = stream(PLAIN, "panel@2:drop=0.2", "shift@4:genes=9");
    assertThat(both.events())
        .extracting(Event::kind)
        .containsExactly(EventKind.SHIFT, EventKind.PANEL);
    assertThat(both.genesOf(both.events().get(0))).isEqualTo(alone.genesOf(alone.events().get(0)));
    int[][] moved = counts(alone, 5);
    for (int[] cell : moved) {
      for (int gene : both.genesOf(both.events().get(1))) {
        cell[gene] = 0;
      }
    }
    assertThat(counts(both, 5)).isDeepEqualTo(moved);
  }

  @Test
  void anotherSeedGivesOtherCells() {
    StreamSettings other = new StreamSettings(GENES, 6, CELLS, 1, 1, 1, 0, 0, 10 * GENES, 4);
    assertThat(texts(stream(other), 1)).isNotEqualTo(texts(stream(PLAIN), 1));
    assertThat(EventStream.batchName(50)).isEqualTo("batch-0050");
    assertThat(stream(PLAIN).geneNames()).hasSize(GENES).startsWith("gene-00001");
  }
}
