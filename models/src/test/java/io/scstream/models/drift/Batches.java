package io.scstream.models.drift;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.drift.signal.InputQuality;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.random.CounterRandom;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Small batches of two strata, each with an effect of its own on twelve genes. */
final class Batches {
  static final int GENES = 12;
  static final int CELLS = 120;

  static final MonitorOptions OPTIONS =
      new MonitorOptions(
          AlarmOptions.standard(4),
          5,
          5,
          InputQuality.of(GENES),
          List.of("code"),
          Optional.empty(),
          true,
          List.of(new MonitorOptions.Scalar("leakage/domain", MonitorOptions.Sides.UP)));

  /** Codes: log counts of genes 0 and 1, by a factor; ELBO: minus what gene 2 is away from 20. */
  static CellReader reader(double factor) {
    return cells -> {
      double[][] codes = new double[cells.size()][2];
      double[] elbo = new double[cells.size()];
      for (int i = 0; i < codes.length; i++) {
        for (int entry = 0; entry < cells.get(i).nonZeros(); entry++) {
          int gene = cells.get(i).gene(entry);
          double count = cells.get(i).count(entry);
          if (gene < 2) {
            codes[i][gene] = factor * Math.log1p(count);
          } else if (gene == 2) {
            elbo[i] = -factor * Math.abs(count - 20);
          }
        }
      }
      TreeMap<String, double[][]> blocks = new TreeMap<>();
      blocks.put("code", codes);
      return CellReading.of(blocks, elbo);
    };
  }

  /** What is done to a batch. */
  enum Change {
    NONE,
    /** Genes 0 and 1 have other counts, and their sum the old one. */
    CODE,
    /** Half as many counts. */
    DEPTH,
    /** Nine in ten cells are of the second stratum. */
    STRATA,
    /** Gene 2 no longer is near 20. */
    MODEL
  }

  private Batches() {}

  static OpenBatch open(int number, Change change) {
    OpenBatch open = OpenBatch.start("batch-" + number, 3);
    cells(number, change).forEach(open::add);
    return open;
  }

  static ClosedBatch closed(int number, Change change) {
    TreeMap<String, Double> scalars = new TreeMap<>();
    scalars.put("leakage/domain", CounterRandom.of(7, number, "leakage").nextGaussian());
    return open(number, change).close().with(scalars);
  }

  static List<RememberedCell> cells(int number, Change change) {
    CounterRandom chance = CounterRandom.of(5, number, "batch");
    double[] effects = new double[GENES];
    for (int gene = 0; gene < GENES; gene++) {
      effects[gene] = 0.1 * chance.nextGaussian();
    }
    double secondShare = change == Change.STRATA ? 0.9 : 0.5 + 0.05 * chance.nextGaussian();
    return IntStream.range(0, CELLS)
        .mapToObj(i -> cell("c" + number + "-" + i, chance, effects, secondShare, change))
        .toList();
  }

  private static RememberedCell cell(
      String id, CounterRandom chance, double[] effects, double secondShare, Change change) {
    boolean isSecond = chance.nextDouble() < secondShare;
    int[] genes = new int[GENES];
    int[] counts = new int[GENES];
    double library = 0;
    for (int gene = 0; gene < GENES; gene++) {
      double level = gene >= 6 && isSecond ? 3 : 2.9;
      if (change == Change.CODE && gene < 2) {
        level += gene == 0 ? 0.5 : -0.7;
      }
      if (change == Change.DEPTH) {
        level -= Math.log(2);
      }
      if (change == Change.MODEL && gene == 2) {
        level += 0.6;
      }
      genes[gene] = gene;
      counts[gene] =
          (int) Math.max(1, Math.exp(level + effects[gene] + 0.2 * chance.nextGaussian()));
      library += counts[gene];
    }
    return new RememberedCell(
        Cell.of(id, Role.TARGET, library, genes, counts), isSecond ? "second" : "first");
  }
}
