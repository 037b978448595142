package io.scstream.models.contrastive;

import ai.djl.ndarray.NDArray;
import io.scstream.models.constrain.Codes;
import io.scstream.models.constrain.Functionals;
import io.scstream.models.constrain.Measured;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.Penalties;
import java.util.ArrayList;
import java.util.Arrays;
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
   * Codes of the background and of one group of target cells on an open tape, means or draws.
   *
   * @param backgroundZ [nB, dz]
   * @param targetZ [nT, dz]
   * @param targetS [nT, ds]
   * @param backgroundS in the group's space, [nB, ds]; without rows where no term reads it
   * @param chance of random orders
   */
  record Sight(
      NDArray backgroundZ, NDArray targetZ, NDArray targetS, NDArray backgroundS, Chance chance) {

    /**
     * One sight for each group that has cells, of codes of all target cells, each in its group's
     * space, and of background cells in all spaces side by side. With one group the sight itself.
     */
    List<Sight> byGroup(Minibatch minibatch, Groups groups) {
      if (!groups.areSeveral()) {
        return List.of(this);
      }
      List<Sight> sights = new ArrayList<>();
      for (int group = 0; group < minibatch.groups(); group++) {
        if (minibatch.target(group) > 0) {
          int from = minibatch.groupStart(group) - minibatch.background();
          String rows = from + ":" + (from + minibatch.target(group));
          String name = "/" + group;
          boolean isRead = backgroundS.getShape().get(0) > 0;
          sights.add(
              new Sight(
                  backgroundZ,
                  targetZ.get(rows),
                  targetS.get(rows),
                  isRead ? Blocks.columns(backgroundS, group, groups.count()) : backgroundS,
                  purpose -> chance.stream(purpose + name)));
        }
      }
      return sights;
    }
  }

  /**
   * The constraints at posterior means, each with its multiplier. With several groups each is the
   * mean over those of which it is known: their salient spaces have nothing to do with each other.
   */
  static CodeTerms constraints(List<Sight> means, Emphasis emphasis) {
    CodeTerms terms = new CodeTerms();
    List<Constraint> constraints = emphasis.objective().constraints();
    for (int k = 0; k < constraints.size(); k++) {
      terms.add(constraints.get(k).functional(), emphasis.multipliers().get(k), means);
    }
    return terms;
  }

  private void add(ConstraintFunctional functional, double multiplier, List<Sight> means) {
    List<Measured> measured = means.stream().map(it -> measured(functional, it)).toList();
    double[] known =
        measured.stream().mapToDouble(Measured::observed).filter(it -> !Double.isNaN(it)).toArray();
    double share = multiplier / Math.max(1, known.length);
    for (int i = 0; i < measured.size(); i++) {
      push(functional, share, means.get(i), measured.get(i));
    }
    observed.add(Arrays.stream(known).average().orElse(Double.NaN));
  }

  private static Measured measured(ConstraintFunctional functional, Sight means) {
    return switch (functional) {
      case DEPENDENCE -> {
        int rows = (int) means.targetZ.getShape().get(0);
        int[] order = means.chance.stream("constraint/order").permutation(rows);
        yield Functionals.dependence(codes(means.targetZ), codes(means.targetS), order);
      }
      case BACKGROUND_MATCH -> Functionals.match(codes(means.backgroundZ), codes(means.targetZ));
      case SALIENT_SILENCE -> Functionals.silence(codes(means.backgroundS));
      case GAUSSIAN_DEPENDENCE ->
          Functionals.gaussianDependence(codes(means.targetZ), codes(means.targetS));
    };
  }

  private void push(
      ConstraintFunctional functional, double multiplier, Sight means, Measured measured) {
    switch (functional) {
      case DEPENDENCE, GAUSSIAN_DEPENDENCE -> {
        push(means.targetZ, measured.byFirst(multiplier), multiplier);
        push(means.targetS, measured.bySecond(multiplier), multiplier);
      }
      case BACKGROUND_MATCH -> {
        push(means.backgroundZ, measured.byFirst(multiplier), multiplier);
        push(means.targetZ, measured.bySecond(multiplier), multiplier);
      }
      case SALIENT_SILENCE -> push(means.backgroundS, measured.byFirst(multiplier), multiplier);
    }
  }

  /**
   * The penalties of MM-cVAE and cVAE at draws from the posteriors; with several groups the means
   * over them.
   */
  static CodeTerms penalties(List<Sight> draws, Emphasis emphasis) {
    CodeTerms terms = new CodeTerms();
    draws.forEach(it -> terms.addPenalties(it, emphasis, draws.size()));
    return terms;
  }

  private void addPenalties(Sight draws, Emphasis emphasis, int groups) {
    Penalties penalties = emphasis.objective().penalties();
    double ofMatch = penalties.match() / groups;
    if (ofMatch > 0) {
      Measured match = Functionals.matchAll(codes(draws.backgroundZ), codes(draws.targetZ));
      push(draws.backgroundZ, match.byFirst(ofMatch), ofMatch);
      push(draws.targetZ, match.bySecond(ofMatch), ofMatch);
    }
    double ofSilence = penalties.salientMatch() / groups;
    if (ofSilence > 0) {
      Codes codes = codes(draws.backgroundS);
      Codes zeros =
          Codes.of(new double[codes.rows() * codes.columns()], codes.rows(), codes.columns());
      Measured match = Functionals.matchAll(codes, zeros);
      push(draws.backgroundS, match.byFirst(ofSilence), ofSilence);
    }
    if (penalties.totalCorrelation() > 0) {
      addTotalCorrelation(draws, penalties.totalCorrelation(), emphasis.discriminator());
    }
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
