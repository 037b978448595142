package io.scstream.models.factorized;

import ai.djl.ndarray.types.Shape;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.FactorLabels;
import io.scstream.models.spec.FactorizedSpec;
import java.util.List;
import java.util.Map;

/** The rows that labels have in tables, and how tables grow: rows are appended, none moves. */
final class LabelTables {
  private static final double SPREAD = 2;

  private LabelTables() {}

  /** First rows of labels that a model begins with: random, by the label's name alone. */
  static void addFirstRows(Map<String, float[]> values, FactorizedSpec spec, long seed) {
    FactorLabels labels = spec.labels();
    for (int covariate = 0; covariate < labels.covariates().size(); covariate++) {
      String table = FactorNames.covariate(covariate);
      fill(values, table, labels.values().get(covariate), spec, seed);
    }
    String treatments = FactorNames.TREATMENTS;
    fill(values, treatments, labels.treatments(), spec, seed);
  }

  private static void fill(
      Map<String, float[]> tables,
      String name,
      List<String> names,
      FactorizedSpec spec,
      long seed) {
    float[] table = tables.getOrDefault(name, new float[0]);
    int width = spec.sizes().embedding();
    for (int row = 0; row < names.size(); row++) {
      float[] values = new float[width];
      CounterRandom.of(seed, 0, "initial/" + name + "/" + names.get(row)).fillGaussian(values);
      for (int i = 0; i < width; i++) {
        table[row * width + i] = (float) (SPREAD / Math.sqrt(width) * values[i]);
      }
    }
  }

  /** A tensor with rows of zeros behind its own. */
  static float[] widened(float[] values, Shape to) {
    float[] wider = new float[(int) to.size()];
    System.arraycopy(values, 0, wider, 0, values.length);
    return wider;
  }

  /**
   * Rows of labels that a model meets after it has learned: of a covariate's value the mean of
   * those known, so that it is like all of them; of a treatment 0, as the mean of others is a wrong
   * effect and none is an honest one.
   *
   * @param weights already widened
   */
  static void addLaterRows(Map<String, float[]> weights, FactorLabels before, FactorizedSpec spec) {
    int width = spec.sizes().embedding();
    for (int covariate = 0; covariate < before.covariates().size(); covariate++) {
      float[] table = weights.getOrDefault(FactorNames.covariate(covariate), new float[0]);
      int known = before.values().get(covariate).size();
      int now = spec.labels().values().get(covariate).size();
      for (int i = 0; i < width && known > 0; i++) {
        double sum = 0;
        for (int row = 0; row < known; row++) {
          sum += table[row * width + i];
        }
        for (int row = known; row < now; row++) {
          table[row * width + i] = (float) (sum / known);
        }
      }
    }
    float[] slopes = weights.get(FactorNames.DOSE_SLOPES);
    for (int row = before.treatments().size();
        slopes != null && row < Capacity.of(spec.labels().treatments().size());
        row++) {
      slopes[row] = FactorNetworks.UNIT_SLOPE;
    }
  }
}
