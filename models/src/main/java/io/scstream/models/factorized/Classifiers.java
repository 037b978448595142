package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Weights;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorizedSpec;
import java.util.Map;

/**
 * Linear heads that read labels off codes: every covariate off z_x, and the treatment off how far
 * z_t and z_tx of a treated cell are from those of a control of the same covariates.
 */
final class Classifiers {
  private final FactorizedSpec spec;

  Classifiers(FactorizedSpec spec) {
    this.spec = spec;
  }

  private static Dense covariate(int number) {
    return new Dense(FactorNames.classifier("covariate." + number) + ".heads");
  }

  private static Dense treatment() {
    return new Dense(FactorNames.classifier("treatment") + ".heads");
  }

  void addShapes(Map<String, Shape> shapes) {
    for (int covariate = 0; covariate < spec.labels().covariates().size(); covariate++) {
      int values = Capacity.of(spec.labels().values().get(covariate).size());
      covariate(covariate).addShapes(shapes, spec.sizes().covariateLatent(), values);
    }
    treatment()
        .addShapes(
            shapes,
            spec.sizes().interactionLatent() + spec.sizes().treatmentLatent(),
            Capacity.of(spec.labels().treatments().size()));
  }

  /**
   * The cross-entropies of all heads.
   *
   * @param matched of every row that of its control, or -1
   */
  NDArray loss(Map<FactorBlock, NDArray> codes, LabelRows labels, int[] matched, Weights weights) {
    NDArray z = FactorNetworks.at(codes, FactorBlock.COVARIATE);
    NDManager step = z.getManager();
    NDArray sum = step.zeros(new Shape());
    for (int covariate = 0; covariate < spec.labels().covariates().size(); covariate++) {
      NDArray logits = covariate(covariate).linear(z, weights::get);
      sum = sum.add(Terms.classification(logits, labels.values(covariate, step), labels.rows()));
    }
    NDArray moved =
        moved(FactorNetworks.at(codes, FactorBlock.TREATMENT), matched, step)
            .concat(moved(FactorNetworks.at(codes, FactorBlock.INTERACTION), matched, step), 1);
    int capacity = Capacity.of(spec.labels().treatments().size());
    float[] ones = new float[matched.length * capacity];
    int treated = 0;
    for (int row = 0; row < matched.length; row++) {
      if (matched[row] >= 0) {
        ones[row * capacity + labels.firstTreatment(row)] = 1;
        treated++;
      }
    }
    NDArray targets = EngineMemory.copy(step, ones, new Shape(matched.length, capacity));
    return sum.add(Terms.classification(treatment().linear(moved, weights::get), targets, treated));
  }

  private static NDArray moved(NDArray code, int[] matched, NDManager step) {
    return code.sub(Strata.rows(matched, step).matMul(code));
  }
}
