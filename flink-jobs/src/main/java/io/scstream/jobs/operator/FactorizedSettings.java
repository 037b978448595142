package io.scstream.jobs.operator;

import io.scstream.config.FactorizedConfig;
import io.scstream.config.ScstreamConfig;
import io.scstream.models.spec.FactorDesign;
import io.scstream.models.spec.FactorLabels;
import io.scstream.models.spec.FactorLosses;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.Noise;

/** The settings of a factorized model in the words of the models. */
final class FactorizedSettings {
  private FactorizedSettings() {}

  /** What to build for so many genes, before any label is known. */
  static FactorizedSpec spec(ScstreamConfig.Model model, int genes) {
    FactorizedConfig config = model.factorized();
    return new FactorizedSpec(
        new FactorizedSpec.Sizes(
            genes,
            model.hidden(),
            config.embedding(),
            config.covariateLatent(),
            config.interactionLatent(),
            config.treatmentLatent()),
        LearnerSettings.word(Noise.class, model.noise()),
        new FactorDesign(
            config.prior().anchored(),
            config.prior().anchorWidth(),
            config.prior().centred(),
            config.prior().biasFree(),
            LearnerSettings.word(FactorDesign.InteractionPrior.class, config.prior().interaction()),
            config.doses(),
            config.labelDropout()),
        new FactorLosses(
            config.weights().permutation(),
            LearnerSettings.word(
                FactorLosses.PermutationTerm.class, config.weights().permutationTerm()),
            config.weights().classification(),
            config.weights().similarity(),
            config.weights().centring(),
            config.weights().remainder()),
        FactorLabels.none(config.covariates()));
  }
}
