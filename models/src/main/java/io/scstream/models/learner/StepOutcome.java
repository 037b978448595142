package io.scstream.models.learner;

import io.scstream.models.objective.ElboTerms;

/**
 * What one call of update did.
 *
 * @param gradientNorm the length of the whole gradient
 * @param medianNorm the median length of recent gradients before this one; infinite while there are
 *     too few
 * @param skipped whether the gradient was refused and the weights left alone
 * @param halved whether the device had no memory for the whole minibatch at once
 */
public record StepOutcome(
    ElboTerms terms, double gradientNorm, double medianNorm, boolean skipped, boolean halved) {
  /** Whether loss and gradient are finite numbers. */
  public boolean isFinite() {
    return terms.isFinite() && Double.isFinite(gradientNorm);
  }
}
