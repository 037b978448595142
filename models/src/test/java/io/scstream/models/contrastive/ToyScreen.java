package io.scstream.models.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.nn.LoudWeights;
import io.scstream.models.nn.Parameters;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ContrastiveVaeSpec;
import java.util.ArrayList;
import java.util.List;

/** A dozen genes and as many cells, for gradients that can be compared with differences. */
final class ToyScreen {
  static final int GENES = 12;

  private ToyScreen() {}

  static List<Cell> cells(Role role, int count) {
    CounterRandom random = CounterRandom.of(3, 1, "cells/" + role);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] genes = {random.nextInt(3), 3 + random.nextInt(4), 8 + random.nextInt(4)};
      int[] counts = {1 + random.nextInt(9), 1 + random.nextInt(3), 1 + random.nextInt(60)};
      cells.add(Cell.of(role + "-" + i, role, 50 + i, genes, counts));
    }
    return cells;
  }

  static Minibatch both(int background, int target) {
    List<Cell> cells = cells(Role.BACKGROUND, background);
    cells.addAll(cells(Role.TARGET, target));
    return Minibatch.of(GENES, cells);
  }

  static Parameters parameters(ContrastiveVaeSpec spec, NDManager manager) {
    return Parameters.of(
        ContrastiveVae.parameterShapes(spec),
        LoudWeights.of(new ContrastiveVae(spec).initialValues(5, cells(Role.BACKGROUND, 6))),
        manager);
  }

  static CounterRandom chance(String purpose) {
    return CounterRandom.of(8, 1, purpose);
  }

  static Lesson learn(
      ContrastiveVaeSpec spec,
      Minibatch minibatch,
      Parameters parameters,
      Emphasis emphasis,
      NDManager manager) {
    return new ContrastiveVae(spec)
        .learn(minibatch, parameters, ToyScreen::chance, emphasis, manager);
  }

  static double norm(NDArray array) {
    double sum = 0;
    for (float value : array.toFloatArray()) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
