package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import java.io.Serializable;
import java.util.Objects;

/**
 * Weights of the terms beside reconstruction and divergences; 0 leaves a term out.
 *
 * @param permutation of the dependence of blocks given their labels, as discriminators see it
 * @param form of that term
 * @param classification of labels by linear heads on the codes
 * @param similarity of a treated cell's codes to those of a control of the same covariates
 * @param centring of the squared mean of the interaction over covariates; read with the network
 *     prior only
 * @param remainder of the squared remainders of pairs; read with the low-rank prior only
 */
public record FactorLosses(
    double permutation,
    PermutationTerm form,
    double classification,
    double similarity,
    double centring,
    double remainder)
    implements Serializable {

  public FactorLosses {
    Objects.requireNonNull(form);
    check("permutation", permutation);
    check("classification", classification);
    check("similarity", similarity);
    check("centring", centring);
    check("remainder", remainder);
  }

  /** How discriminators push the codes. */
  public enum PermutationTerm {
    /** Their mean logit of real pairs, which estimates the log density ratio. */
    DENSITY_RATIO,
    /** Minus their own loss, as published. */
    CROSS_ENTROPY
  }

  /** Density ratios with weight 1, remainders with weight 0.1, centring with weight 1. */
  public static FactorLosses defaults() {
    return new FactorLosses(1, PermutationTerm.DENSITY_RATIO, 0, 0, 1, 0.1);
  }

  /** The terms of the paper with weight 1 each. */
  public static FactorLosses published() {
    return new FactorLosses(1, PermutationTerm.CROSS_ENTROPY, 1, 1, 0, 0);
  }

  /** Whether a term compares treated cells with controls. */
  public boolean matchesControls() {
    return classification > 0 || similarity > 0;
  }

  private static void check(String name, double weight) {
    checkConfig(
        Double.isFinite(weight) && weight >= 0,
        "Invalid weight %s: %s; expected zero or a positive number",
        name,
        weight);
  }
}
