package io.scstream.benchmarks;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Cells of which each expresses the first gene and every twelfth of the others, half of them
 * background.
 */
final class SparseCells {
  private static final int EVERY = 12;

  private SparseCells() {}

  static List<Cell> of(int genes, int cells) {
    List<Cell> all = new ArrayList<>();
    for (int number = 0; number < cells; number++) {
      all.add(cell(genes, number));
    }
    return all;
  }

  private static Cell cell(int genes, int number) {
    CounterRandom random = CounterRandom.of(1, number, "benchmarks/cell");
    List<Integer> expressed = new ArrayList<>();
    for (int gene = 0; gene < genes; gene++) {
      if (gene == 0 || random.nextInt(EVERY) == 0) {
        expressed.add(gene);
      }
    }
    int[] counts = expressed.stream().mapToInt(gene -> 1 + random.nextInt(3)).toArray();
    double library = 0;
    for (int count : counts) {
      library += count;
    }
    return Cell.of(
        "cell-" + number,
        number % 2 == 0 ? Role.BACKGROUND : Role.TARGET,
        library,
        expressed.stream().mapToInt(Integer::intValue).toArray(),
        counts);
  }
}
