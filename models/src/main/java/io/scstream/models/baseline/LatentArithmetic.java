package io.scstream.models.baseline;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Condition;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Responses by latent arithmetic (scGen; Lotfollahi et al. 2019): the mean code of treated cells
 * less that of controls, added to the codes of other controls. Both means are over as many cells of
 * each covariate, drawn with replacement up to the largest.
 */
public final class LatentArithmetic {
  private LatentArithmetic() {}

  /**
   * The difference of the means, [d].
   *
   * @param codes of the cells that may be learned from, [n, d]
   * @param conditions of the same cells
   * @param wanted whose treatments and doses count, whatever the covariates
   * @throws io.scstream.models.ModelException if there are no such cells, or no controls of their
   *     covariates
   */
  public static double[] shift(
      float[][] codes, List<Condition> conditions, Condition wanted, long seed) {
    checkInput(
        codes.length == conditions.size() && codes.length > 0,
        "Invalid codes: %d for %d conditions; expected one each",
        codes.length,
        conditions.size());
    Map<Condition, List<Integer>> treated = new LinkedHashMap<>();
    Map<Condition, List<Integer>> controls = new LinkedHashMap<>();
    for (int cell = 0; cell < codes.length; cell++) {
      Condition condition = conditions.get(cell);
      if (condition.treatments().equals(wanted.treatments())) {
        add(treated, condition.untreated(), cell);
      } else if (condition.treatments().isEmpty()) {
        add(controls, condition, cell);
      }
    }
    controls.keySet().retainAll(treated.keySet());
    treated.keySet().retainAll(controls.keySet());
    checkInput(
        !treated.isEmpty(),
        "Invalid condition: %s; expected treatments that cells and their controls are known of",
        wanted);
    double[] shift = balanced(codes, treated, CounterRandom.of(seed, 0, "baseline/treated"));
    double[] before = balanced(codes, controls, CounterRandom.of(seed, 0, "baseline/controls"));
    for (int i = 0; i < shift.length; i++) {
      shift[i] -= before[i];
    }
    return shift;
  }

  private static void add(Map<Condition, List<Integer>> groups, Condition group, int cell) {
    groups.computeIfAbsent(group, it -> new ArrayList<>()).add(cell);
  }

  /** The mean code with every group drawn up to the size of the largest one. */
  private static double[] balanced(
      float[][] codes, Map<Condition, List<Integer>> groups, CounterRandom random) {
    int largest = groups.values().stream().mapToInt(List::size).max().orElse(0);
    double[] mean = new double[codes[0].length];
    for (List<Integer> group : groups.values()) {
      for (int i = 0; i < largest; i++) {
        int cell = group.get(i < group.size() ? i : random.nextInt(group.size()));
        for (int k = 0; k < mean.length; k++) {
          mean[k] += codes[cell][k] / ((double) largest * groups.size());
        }
      }
    }
    return mean;
  }

  /** The codes with the shift added to each, [n, d]. */
  public static float[][] moved(float[][] codes, double[] shift) {
    float[][] moved = new float[codes.length][shift.length];
    for (int cell = 0; cell < codes.length; cell++) {
      for (int k = 0; k < shift.length; k++) {
        moved[cell][k] = (float) (codes[cell][k] + shift[k]);
      }
    }
    return moved;
  }
}
