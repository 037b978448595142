package io.scstream.models.contrastive;

import ai.djl.ndarray.NDArray;
import io.scstream.models.constrain.Codes;
import io.scstream.models.constrain.Functionals;
import io.scstream.models.constrain.Measured;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.Penalties;
import java.util.ArrayList;
import java.util.List;

/**
 * Constraints and penalties on the codes of a minibatch. They are measured in double precision off
 * the tape; on it lies only a surrogate with the same gradient at the codes.
 */
final class CodeTerms {
  /** No terms. */
  static final CodeTerms NONE = new CodeTerms();

  private final List<NDArray> surrogates = new ArrayList<>();
  private final List<Double> observed = new ArrayList<>();

  /**
   * Codes on an open tape, means or draws.
   *
   * @param backgroundZ [nB, dz]
   * @param targetZ [nT, dz]
   * @param targetS [nT, ds]
   * @param backgroundS [nB, ds]; without rows where no term reads it
   */
  record Sight(NDArray backgroundZ, NDArray targetZ, NDArray targetS, NDArray backgroundS) {}

  /** The constraints at posterior means, each with its multiplier. */
  static CodeTerms constraints(Sight means, Emphasis emphasis, Chance chance) {
    CodeTerms terms = new CodeTerms();
    List<Constraint> constraints = emphasis.objective().constraints();
    for (int k = 0; k < constraints.size(); k++) {
      terms.add(constraints.get(k), emphasis.multipliers().get(k), means, chance);
    }
    return terms;
  }

  private void add(Constraint constraint, double multiplier, Sight means, Chance chance) {
    Measured measured =
        switch (constraint.functional()) {
          case DEPENDENCE -> {
            int rows = (int) means.targetZ.getShape().get(0);
            int[] order = chance.stream("constraint/order").permutation(rows);
            Measured dependence =
                Functionals.dependence(codes(means.targetZ), codes(means.targetS), order);
            push(means.targetZ, dependence.byFirst(multiplier), multiplier);
            push(means.targetS, dependence.bySecond(multiplier), multiplier);
            yield dependence;
          }
          case BACKGROUND_MATCH -> {
            Measured match = Functionals.match(codes(means.backgroundZ), codes(means.targetZ));
            push(means.backgroundZ, match.byFirst(multiplier), multiplier);
            push(means.targetZ, match.bySecond(multiplier), multiplier);
            yield match;
          }
          case SALIENT_SILENCE -> {
            Measured silence = Functionals.silence(codes(means.backgroundS));
            push(means.backgroundS, silence.byFirst(multiplier), multiplier);
            yield silence;
          }
          case GAUSSIAN_DEPENDENCE -> {
            Measured dependence =
                Functionals.gaussianDependence(codes(means.targetZ), codes(means.targetS));
            push(means.targetZ, dependence.byFirst(multiplier), multiplier);
            push(means.targetS, dependence.bySecond(multiplier), multiplier);
            yield dependence;
          }
        };
    observed.add(measured.observed());
  }

  /** The penalties of MM-cVAE and cVAE at draws from the posteriors. */
  static CodeTerms penalties(Sight draws, Emphasis emphasis) {
    CodeTerms terms = new CodeTerms();
    Penalties penalties = emphasis.objective().penalties();
    if (penalties.match() > 0) {
      Measured match = Functionals.matchAll(codes(draws.backgroundZ), codes(draws.targetZ));
      terms.push(draws.backgroundZ, match.byFirst(penalties.match()), penalties.match());
      terms.push(draws.targetZ, match.bySecond(penalties.match()), penalties.match());
    }
    if (penalties.salientMatch() > 0) {
      Codes codes = codes(draws.backgroundS);
      Codes zeros =
          Codes.of(new double[codes.rows() * codes.columns()], codes.rows(), codes.columns());
      Measured match = Functionals.matchAll(codes, zeros);
      terms.push(
          draws.backgroundS, match.byFirst(penalties.salientMatch()), penalties.salientMatch());
    }
    if (penalties.totalCorrelation() > 0) {
      terms.addTotalCorrelation(draws, penalties.totalCorrelation(), emphasis.discriminator());
    }
    return terms;
  }

  /** The mean over target cells of w·[z, s], which is the log ratio but for its constant. */
  private void addTotalCorrelation(Sight draws, double weight, List<Float> discriminator) {
    int rows = (int) draws.targetZ.getShape().get(0);
    int background = (int) draws.targetZ.getShape().get(1);
    int salient = (int) draws.targetS.getShape().get(1);
    float[] byZ = new float[rows * background];
    float[] byS = new float[rows * salient];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < background; k++) {
        byZ[row * background + k] = (float) (weight * discriminator.get(k) / rows);
      }
      for (int k = 0; k < salient; k++) {
        byS[row * salient + k] = (float) (weight * discriminator.get(background + k) / rows);
      }
    }
    push(draws.targetZ, byZ, weight);
    push(draws.targetS, byS, weight);
  }

  /** Nothing goes onto the tape without weight: the step is then that of the bare objective. */
  private void push(NDArray codes, float[] gradient, double weight) {
    if (weight != 0 && gradient.length > 0) {
      surrogates.add(
          codes.mul(EngineMemory.copy(codes.getManager(), gradient, codes.getShape())).sum());
    }
  }

  static Codes codes(NDArray array) {
    try (NDArray values = array.stopGradient()) {
      return Codes.of(
          values.toFloatArray(), (int) array.getShape().get(0), (int) array.getShape().get(1));
    }
  }

  /** The loss with these terms. */
  NDArray addedTo(NDArray loss) {
    NDArray sum = loss;
    for (NDArray surrogate : surrogates) {
      sum = sum.add(surrogate);
    }
    return sum;
  }

  boolean isEmpty() {
    return surrogates.isEmpty();
  }

  /** The sum of all terms, of which there is at least one. */
  NDArray sum() {
    NDArray sum = surrogates.get(0);
    for (NDArray surrogate : surrogates.subList(1, surrogates.size())) {
      sum = sum.add(surrogate);
    }
    return sum;
  }

  /** What the constraints measured; NaN where there were too few cells. */
  List<Double> observed() {
    return observed;
  }
}
