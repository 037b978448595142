package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Condition;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Weights;
import io.scstream.models.spec.FactorLabels;
import io.scstream.models.spec.FactorizedSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Embeddings of labels. That of covariates is the sum over them of a row for each value; that of
 * treatments is the sum of rows times dose responses, so that without treatment it is exactly 0.
 */
final class LabelEmbedding {
  private final FactorizedSpec spec;
  private final FactorLabels labels;

  LabelEmbedding(FactorizedSpec spec) {
    this.spec = spec;
    this.labels = spec.labels();
  }

  void addShapes(Map<String, Shape> shapes) {
    int width = spec.sizes().embedding();
    for (int covariate = 0; covariate < labels.covariates().size(); covariate++) {
      int capacity = Capacity.of(labels.values().get(covariate).size());
      shapes.put(FactorNames.covariate(covariate), new Shape(capacity, width));
    }
    int treatments = Capacity.of(labels.treatments().size());
    shapes.put(FactorNames.TREATMENTS, new Shape(treatments, width));
    if (!spec.design().isBiasFree()) {
      shapes.put(FactorNames.TREATMENT_BIAS, new Shape(width));
    }
    if (spec.design().readsDoses()) {
      shapes.put(FactorNames.DOSE_SLOPES, new Shape(treatments));
      shapes.put(FactorNames.DOSE_OFFSETS, new Shape(treatments));
    }
    shapes.put(FactorNames.REFERENCE_DOSES, new Shape(treatments));
    shapes.put(FactorNames.TUPLE_WEIGHTS, new Shape(Capacity.of(labels.tuples().size())));
  }

  /** k_x, [n, E]. */
  NDArray covariates(LabelRows rows, Weights weights, NDManager step) {
    NDArray sum = step.zeros(new Shape(rows.rows(), spec.sizes().embedding()));
    for (int covariate = 0; covariate < labels.covariates().size(); covariate++) {
      NDArray table = weights.get(FactorNames.covariate(covariate));
      sum = sum.add(rows.values(covariate, step).matMul(table));
    }
    return sum;
  }

  /**
   * k_x less its mean over tuples, [n, E]: with it an interaction that is linear in k_x has mean 0
   * over covariates for each treatment.
   */
  NDArray centred(NDArray covariates, Weights weights, NDManager step) {
    Tuples counted = tuples(weights, step);
    return spec.design().isCentred() && counted.conditions() > 0
        ? covariates.sub(counted.shares().matMul(counted.embedded())) // [1, A] [A, E]
        : covariates;
  }

  /**
   * Tuples of covariates that count in means over covariates. Others are left out, as a sum over
   * more terms is rounded otherwise, and what is said of old labels is to stay the same.
   *
   * @param shares their weights, [1, A]
   * @param embedded their embeddings, [A, E]
   */
  record Tuples(NDArray shares, NDArray embedded) {
    int conditions() {
      return (int) embedded.getShape().get(0);
    }
  }

  Tuples tuples(Weights weights, NDManager step) {
    float[] all = weights.get(FactorNames.TUPLE_WEIGHTS).toFloatArray();
    int[] counted =
        IntStream.range(0, labels.tuples().size()).filter(tuple -> all[tuple] > 0).toArray();
    float[] shares = new float[counted.length];
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < counted.length; i++) {
      shares[i] = all[counted[i]];
      conditions.add(labels.condition(counted[i]));
    }
    return new Tuples(
        EngineMemory.copy(step, shares, new Shape(1, shares.length)),
        covariates(LabelRows.of(conditions, labels), weights, step));
  }

  /**
   * How much of each treatment there is, [n, capacity]: σ(a log(1 + d/d₀) + b) − σ(b), 0 without
   * dose, rising, and never above 1; or 1 where doses are not read.
   */
  NDArray responses(LabelRows rows, Weights weights, NDManager step) {
    NDArray treated = rows.treated(step);
    if (!spec.design().readsDoses()) {
      return treated;
    }
    NDArray slopes = weights.get(FactorNames.DOSE_SLOPES).getNDArrayInternal().softPlus();
    return response(rows.logDoses(weights, step), slopes, weights.get(FactorNames.DOSE_OFFSETS))
        .mul(treated);
  }

  /** σ(a x + b) − σ(b). */
  static NDArray response(NDArray logDoses, NDArray slopes, NDArray offsets) {
    NDArray at = logDoses.mul(slopes).add(offsets);
    return sigmoid(at).sub(sigmoid(offsets));
  }

  private static NDArray sigmoid(NDArray values) {
    return values.getNDArrayInternal().sigmoid();
  }

  /** k_t, [n, E], from {@link #responses}. */
  NDArray treatments(NDArray responses, Weights weights) {
    NDArray sum = responses.matMul(weights.get(FactorNames.TREATMENTS));
    return spec.design().isBiasFree() ? sum : sum.add(weights.get(FactorNames.TREATMENT_BIAS));
  }
}
