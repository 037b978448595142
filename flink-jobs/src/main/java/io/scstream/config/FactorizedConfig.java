package io.scstream.config;

import static io.scstream.config.Check.atLeast;
import static io.scstream.config.Check.check;
import static io.scstream.config.Check.oneOf;
import static io.scstream.config.Check.positive;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * What a factorized model is made of; read where it is on.
 *
 * @param on whether blocks for covariates, treatments and both are learned
 * @param covariates whose values cells carry
 * @param doses whether an effect grows with the dose
 * @param labelDropout share of cells whose labels encoders do not see in a step
 */
public record FactorizedConfig(
    boolean on,
    List<String> covariates,
    int embedding,
    int covariateLatent,
    int interactionLatent,
    int treatmentLatent,
    boolean doses,
    double labelDropout,
    Prior prior,
    Weights weights)
    implements Serializable {
  public FactorizedConfig {
    covariates = List.copyOf(covariates);
    check(
        covariates.stream().noneMatch(String::isBlank)
            && new HashSet<>(covariates).size() == covariates.size(),
        "model.objective.factorized.covariates",
        covariates,
        "different names that are not blank");
    check(
        on != covariates.isEmpty(),
        "model.objective.factorized.covariates",
        covariates,
        on ? "at least one name" : "none, as the family is no factorized one");
    atLeast("model.objective.factorized.embedding", embedding, 1);
    atLeast("model.objective.factorized.covariate-latent", covariateLatent, 1);
    atLeast("model.objective.factorized.interaction-latent", interactionLatent, 1);
    atLeast("model.objective.factorized.treatment-latent", treatmentLatent, 1);
    check(
        labelDropout >= 0 && labelDropout < 1,
        "model.objective.factorized.label-dropout",
        labelDropout,
        "a number from 0 to below 1");
  }

  /** What is assumed of the blocks before a cell is seen. */
  public record Prior(
      boolean anchored, double anchorWidth, boolean centred, boolean biasFree, String interaction)
      implements Serializable {
    public Prior {
      positive("model.objective.factorized.prior.anchor-width", anchorWidth);
      oneOf(
          "model.objective.factorized.prior.interaction",
          interaction,
          List.of("low-rank", "network"));
    }
  }

  /** Of the terms besides the bound. */
  public record Weights(
      double permutation,
      String permutationTerm,
      double classification,
      double similarity,
      double centring,
      double remainder)
      implements Serializable {
    public Weights {
      oneOf(
          "model.objective.factorized.weights.permutation-term",
          permutationTerm,
          List.of("density-ratio", "cross-entropy"));
      weight("permutation", permutation);
      weight("classification", classification);
      weight("similarity", similarity);
      weight("centring", centring);
      weight("remainder", remainder);
    }

    private static void weight(String name, double value) {
      check(
          Double.isFinite(value) && value >= 0,
          "model.objective.factorized.weights." + name,
          value,
          "zero or a positive number");
    }
  }
}
