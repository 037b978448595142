package io.scstream.speed;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Cells that cost as much to learn as real ones: sparse, with small counts. Every cell expresses
 * the same number of genes, drawn anew, so that the density is what was asked for to within half a
 * gene. Half of the counts are 1, a quarter 2, and so on. Half of the cells are background.
 *
 * @param cells of one minibatch
 * @param density share of the genes that a cell expresses
 */
public record SimulatedCells(int genes, int cells, double density, long seed) {
  /** Checks. */
  public SimulatedCells {
    checkConfig(genes > 0, "Invalid genes: %d; expected a positive number", genes);
    checkConfig(cells > 1, "Invalid batch: %d; expected 2 or more, half of each role", cells);
    checkConfig(
        density > 0 && density <= 1,
        "Invalid density: %s; expected a number above 0, and at most 1",
        density);
  }

  /** Genes that every cell expresses: at least one. */
  int expressed() {
    return (int) Math.max(1, Math.round(density * genes));
  }

  /** Cells of a minibatch that are background; the others are targets. */
  int background() {
    return cells / 2;
  }

  /** The first minibatches of the simulation. */
  List<Minibatch> minibatches(int count) {
    List<Minibatch> minibatches = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      List<Cell> rows = new ArrayList<>();
      for (int row = 0; row < cells; row++) {
        rows.add(cell((long) number * cells + row, row < background()));
      }
      minibatches.add(Minibatch.of(genes, rows));
    }
    return minibatches;
  }

  private Cell cell(long number, boolean isBackground) {
    CounterRandom random = CounterRandom.of(seed, number, "speed/cell");
    int[] expressed = new int[expressed()];
    int[] counts = new int[expressed.length];
    int size = 0;
    long library = 0;
    for (int gene = 0; size < expressed.length; gene++) {
      // Of the genes left, as many are to come as there are places left.
      if (random.nextInt(genes - gene) < expressed.length - size) {
        expressed[size] = gene;
        counts[size] = 1 + Long.numberOfTrailingZeros(random.nextLong());
        library += counts[size];
        size++;
      }
    }
    return Cell.of(
        "cell-" + number,
        isBackground ? Role.BACKGROUND : Role.TARGET,
        (double) library,
        expressed,
        counts);
  }
}
