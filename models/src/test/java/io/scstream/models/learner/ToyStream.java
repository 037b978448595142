package io.scstream.models.learner;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Endless minibatches of easy cells: two shared types, and a gene block that targets switch on. */
final class ToyStream {

  static final int GENES = 24;

  private ToyStream() {}

  static Minibatch minibatch(long number, int background, int target) {
    List<Cell> cells = new ArrayList<>();
    cells.addAll(cells(number, Role.BACKGROUND, background));
    cells.addAll(cells(number, Role.TARGET, target));
    return Minibatch.of(GENES, cells);
  }

  /** With target cells of so many groups in turn. */
  static Minibatch grouped(long number, int background, int target, int groups) {
    List<Cell> cells = cells(number, Role.BACKGROUND, background);
    List<Cell> targets = cells(number, Role.TARGET, target);
    for (int i = 0; i < target; i++) {
      cells.add(targets.get(i).inGroup(i % groups));
    }
    return Minibatch.of(GENES, cells);
  }

  static List<Cell> cells(long number, Role role, int count) {
    CounterRandom random = CounterRandom.of(11, number, "toy/" + role);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cells.add(cell(role + "-" + number + "-" + i, role, random));
    }
    return cells;
  }

  /** A background cell and one of each group whose gradients are no numbers. */
  static List<Cell> monsters(int groups) {
    List<Cell> cells = new ArrayList<>();
    int[] gene = {3};
    int[] count = {Integer.MAX_VALUE};
    cells.add(Cell.of("b", Role.BACKGROUND, 1e300, gene, count));
    for (int group = 0; group < groups; group++) {
      cells.add(Cell.of("t" + group, Role.TARGET, 1e300, gene, count).inGroup(group));
    }
    return cells;
  }

  private static Cell cell(String id, Role role, CounterRandom random) {
    int type = random.nextInt(2);
    boolean responds = role == Role.TARGET && random.nextInt(2) == 0;
    int[] genes = new int[GENES];
    int[] counts = new int[GENES];
    int nonZeros = 0;
    int total = 0;
    for (int gene = 0; gene < GENES; gene++) {
      int level = gene % 2 == type ? 12 : 2;
      level = responds && gene < 6 ? 40 : level;
      int count = random.nextInt(level + 1);
      if (count > 0) {
        genes[nonZeros] = gene;
        counts[nonZeros++] = count;
        total += count;
      }
    }
    return Cell.of(
        id, role, total + 1, Arrays.copyOf(genes, nonZeros), Arrays.copyOf(counts, nonZeros));
  }
}
