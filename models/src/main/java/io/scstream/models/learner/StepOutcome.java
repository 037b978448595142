package io.scstream.models.learner;

import io.scstream.models.objective.ElboTerms;

/**
 * What one call of update did.
 *
 * @param gradientNorm the length of the whole gradient
 * @param skipped whether the gradient was refused and the weights left alone
 */
public record StepOutcome(ElboTerms terms, double gradientNorm, boolean skipped) {}
