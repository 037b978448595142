package io.scstream.models.learner;

import io.scstream.models.contrastive.Measures;
import io.scstream.models.objective.ElboTerms;
import java.util.List;

/**
 * What one call of update did.
 *
 * @param gradientNorm the length of the whole gradient
 * @param medianNorm the median length of recent gradients before this one; infinite while there are
 *     too few
 * @param skipped whether the gradient was refused and the weights left alone
 * @param halved whether the device had no memory for the whole minibatch at once
 * @param measures of constraints and of the balance between the roles
 * @param dual the multipliers after the step
 */
public record StepOutcome(
    ElboTerms terms,
    double gradientNorm,
    double medianNorm,
    boolean skipped,
    boolean halved,
    Measures measures,
    Dual dual) {

  /**
   * How constraints stand, in the order of the objective's.
   *
   * @param averages moving averages of what was measured
   * @param infeasible how many of them training cannot meet
   */
  public record Dual(List<Double> multipliers, List<Double> averages, int infeasible) {
    /** Of an objective without constraints. */
    public static final Dual NONE = new Dual(List.of(), List.of(), 0);

    public Dual {
      multipliers = List.copyOf(multipliers);
      averages = List.copyOf(averages);
    }
  }

  /** Of an objective without constraints, whose minibatch was taken at once. */
  public static StepOutcome plain(
      ElboTerms terms, double gradientNorm, double medianNorm, boolean skipped) {
    return new StepOutcome(
        terms, gradientNorm, medianNorm, skipped, false, Measures.NONE, Dual.NONE);
  }

  /** Whether loss and gradient are finite numbers. */
  public boolean isFinite() {
    return terms.isFinite() && Double.isFinite(gradientNorm);
  }
}
