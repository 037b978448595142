/**
 * Factorized causal representations, FCR (Mao et al. 2024, "Learning Identifiable Factorized Causal
 * Representations of Cellular Responses"): code blocks for covariates, for treatments, and for both
 * together, learned from cells that carry labels, and what a cell would be under another treatment.
 */
@NullMarked
package io.scstream.models.factorized;

import org.jspecify.annotations.NullMarked;
