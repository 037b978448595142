package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Rows that share labels, each paired with a random one of its stratum. Strata of fewer than
 * {@value #LEAST} rows are left out.
 */
final class Strata {
  static final int LEAST = 4;

  private final int[] partners;
  private final int counted;

  private Strata(int[] partners, int counted) {
    this.partners = partners;
    this.counted = counted;
  }

  /** Of so many rows; a fresh permutation inside each stratum. */
  static Strata of(int rows, IntFunction<?> stratum, CounterRandom random) {
    Map<Object, List<Integer>> members = new LinkedHashMap<>();
    for (int row = 0; row < rows; row++) {
      members.computeIfAbsent(stratum.apply(row), it -> new ArrayList<>()).add(row);
    }
    int[] partners = new int[rows];
    Arrays.fill(partners, -1);
    int counted = 0;
    for (List<Integer> alike : members.values()) {
      int[] order = random.permutation(alike.size());
      if (alike.size() >= LEAST) {
        counted += alike.size();
        for (int i = 0; i < order.length; i++) {
          partners[alike.get(i)] = alike.get(order[i]);
        }
      }
    }
    return new Strata(partners, counted);
  }

  /** Rows in strata that are large enough. */
  int counted() {
    return counted;
  }

  /** The row that is paired with this one; -1 for a row that is left out. */
  int partner(int row) {
    return partners[row];
  }

  /** One over the counted rows for each of them, 0 for others, [n, 1]. */
  NDArray weights(NDManager step) {
    float[] weights = new float[partners.length];
    for (int row = 0; row < weights.length; row++) {
      weights[row] = partners[row] < 0 ? 0 : 1f / counted;
    }
    return EngineMemory.copy(step, weights, new Shape(weights.length, 1));
  }

  /** The matrix that puts the partner's row in place of each row, [n, n]. */
  NDArray exchange(NDManager step) {
    return rows(partners, step);
  }

  /** A one in each row at the chosen column; none for a negative number, [n, n]. */
  static NDArray rows(int[] chosen, NDManager step) {
    float[] ones = new float[chosen.length * chosen.length];
    for (int row = 0; row < chosen.length; row++) {
      if (chosen[row] >= 0) {
        ones[row * chosen.length + chosen[row]] = 1;
      }
    }
    return EngineMemory.copy(step, ones, new Shape(chosen.length, chosen.length));
  }

  /**
   * For each treated cell a random control of the same known covariates among these rows; -1 where
   * there is none.
   */
  static int[] controls(LabelRows labels, CounterRandom random) {
    Map<Integer, List<Integer>> controls = new LinkedHashMap<>();
    for (int row = 0; row < labels.rows(); row++) {
      if (labels.isControl(row)) {
        controls.computeIfAbsent(labels.tuple(row), it -> new ArrayList<>()).add(row);
      }
    }
    int[] chosen = new int[labels.rows()];
    for (int row = 0; row < chosen.length; row++) {
      List<Integer> candidates = controls.getOrDefault(labels.tuple(row), List.of());
      boolean isMatched = labels.isTreated(row) && labels.tuple(row) >= 0 && !candidates.isEmpty();
      chosen[row] = isMatched ? candidates.get(random.nextInt(candidates.size())) : -1;
    }
    return chosen;
  }
}
