package io.scstream.models.contrastive;

import io.scstream.models.constrain.Codes;
import io.scstream.models.constrain.Functionals;
import io.scstream.models.constrain.Measured;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import io.scstream.models.spec.Penalties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Constraints and penalties on the codes of a minibatch, measured in double precision. Their
 * gradients are added to those of the codes.
 */
final class CodeTerms {
  private CodeTerms() {}

  /**
   * Codes of the background and of one group of target cells, means or draws.
   *
   * @param backgroundZ [nB, dz]
   * @param targetZ [nT, dz]
   * @param targetS [nT, ds]
   * @param backgroundS in the group's space, [nB, ds]; without rows where no term reads it
   * @param chance of random orders
   */
  record Sight(
      LatentRows backgroundZ,
      LatentRows targetZ,
      LatentRows targetS,
      LatentRows backgroundS,
      Chance chance) {}

  /**
   * Adds the constraints at posterior means, each with its multiplier. With several groups each is
   * the mean over those of which it is known: their salient spaces have nothing to do with each
   * other.
   *
   * @return what they measured; NaN where there were too few cells
   */
  static List<Double> constraints(List<Sight> means, Emphasis emphasis) {
    List<Double> observed = new ArrayList<>();
    List<Constraint> constraints = emphasis.objective().constraints();
    for (int k = 0; k < constraints.size(); k++) {
      observed.add(add(constraints.get(k).functional(), emphasis.multipliers().get(k), means));
    }
    return observed;
  }

  private static double add(ConstraintFunctional functional, double multiplier, List<Sight> means) {
    List<Measured> measured = means.stream().map(it -> measured(functional, it)).toList();
    double[] known =
        measured.stream().mapToDouble(Measured::observed).filter(it -> !Double.isNaN(it)).toArray();
    double share = multiplier / Math.max(1, known.length);
    for (int i = 0; i < measured.size(); i++) {
      push(functional, share, means.get(i), measured.get(i));
    }
    return Arrays.stream(known).average().orElse(Double.NaN);
  }

  private static Measured measured(ConstraintFunctional functional, Sight means) {
    return switch (functional) {
      case DEPENDENCE -> {
        int[] order = means.chance.stream("constraint/order").permutation(means.targetZ.rows());
        yield Functionals.dependence(means.targetZ.codes(), means.targetS.codes(), order);
      }
      case BACKGROUND_MATCH -> Functionals.match(means.backgroundZ.codes(), means.targetZ.codes());
      case SALIENT_SILENCE -> Functionals.silence(means.backgroundS.codes());
      case GAUSSIAN_DEPENDENCE ->
          Functionals.gaussianDependence(means.targetZ.codes(), means.targetS.codes());
    };
  }

  private static void push(
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
   * Adds the penalties of MM-cVAE and cVAE at draws from the posteriors; with several groups the
   * means over them.
   */
  static void penalties(List<Sight> draws, Emphasis emphasis) {
    draws.forEach(it -> addPenalties(it, emphasis, draws.size()));
  }

  private static void addPenalties(Sight draws, Emphasis emphasis, int groups) {
    Penalties penalties = emphasis.objective().penalties();
    double ofMatch = penalties.match() / groups;
    if (ofMatch > 0) {
      Measured match = Functionals.matchAll(draws.backgroundZ.codes(), draws.targetZ.codes());
      push(draws.backgroundZ, match.byFirst(ofMatch), ofMatch);
      push(draws.targetZ, match.bySecond(ofMatch), ofMatch);
    }
    double ofSilence = penalties.salientMatch() / groups;
    if (ofSilence > 0) {
      Codes codes = draws.backgroundS.codes();
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
  private static void addTotalCorrelation(Sight draws, double weight, List<Float> discriminator) {
    int rows = draws.targetZ.rows();
    int background = draws.targetZ.columns();
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < background; k++) {
        draws.targetZ.add(row, k, weight * discriminator.get(k) / rows);
      }
      for (int k = 0; k < draws.targetS.columns(); k++) {
        draws.targetS.add(row, k, weight * discriminator.get(background + k) / rows);
      }
    }
  }

  /** Nothing is added without weight: the step is then that of the bare objective. */
  private static void push(LatentRows codes, float[] gradient, double weight) {
    if (weight != 0) {
      codes.add(gradient);
    }
  }
}
