package io.scstream.models.simulate;

import static io.scstream.models.ModelException.checkConfig;

/**
 * What tells the recipes of {@link FactorRecipe} apart.
 *
 * @param covariates how many values the covariate has
 * @param treatments how many there are beside the control
 * @param genes of every cell
 * @param mixing from codes to genes
 * @param interaction how the mean of the interaction depends on covariate and treatment
 * @param areCounts whether cells hold counts and not real values
 * @param presence which conditions a cell may be of
 * @param controlWidth standard deviation of what treatments move, in controls
 */
record FactorSettings(
    int covariates,
    int treatments,
    int genes,
    MixingKind mixing,
    Interaction interaction,
    boolean areCounts,
    Presence presence,
    double controlWidth) {

  static final int COVARIATES = 6;
  static final int TREATMENTS = 5;
  static final int GENES = 60;

  FactorSettings {
    checkConfig(covariates > 1, "Invalid covariates: %d; expected at least 2", covariates);
    checkConfig(treatments > 0, "Invalid treatments: %d; expected a positive number", treatments);
    checkConfig(controlWidth > 0, "Invalid control-width: %s; expected above 0", controlWidth);
  }

  /** The settings of S1. */
  static FactorSettings plain() {
    return new FactorSettings(
        COVARIATES,
        TREATMENTS,
        GENES,
        MixingKind.LEAKY,
        Interaction.PRODUCT,
        false,
        Presence.EVEN,
        FactorModel.CONTROL_WIDTH);
  }

  FactorSettings with(MixingKind other) {
    return new FactorSettings(
        covariates, treatments, genes, other, interaction, areCounts, presence, controlWidth);
  }

  FactorSettings with(Interaction other) {
    return new FactorSettings(
        covariates, treatments, genes, mixing, other, areCounts, presence, controlWidth);
  }

  FactorSettings with(Presence other) {
    return new FactorSettings(
        covariates, treatments, genes, mixing, interaction, areCounts, other, controlWidth);
  }

  FactorSettings withCounts() {
    return new FactorSettings(
        covariates, treatments, genes, mixing, interaction, true, presence, controlWidth);
  }

  FactorSettings withControlWidth(double other) {
    return new FactorSettings(
        covariates, treatments, genes, mixing, interaction, areCounts, presence, other);
  }

  /** A map from nine codes to genes. */
  enum MixingKind {
    /** Linear. */
    LINEAR,
    /** One hidden layer of 18 with LeakyReLU of slope 0.5. */
    LEAKY,
    /** Two of them with slope 0.2. */
    DEEP
  }

  /** The mean of the interaction block. */
  enum Interaction {
    /** By coordinate, a sensitivity of the covariate times a loading of the treatment. */
    PRODUCT,
    /** Drawn for each pair, with mean 0 over covariates: nothing of it can be told from others. */
    INDEPENDENT,
    /** 0, and the widths are the same everywhere: the block says nothing. */
    NONE
  }

  /** How conditions are spread over cells. */
  enum Presence {
    /** A fifth are controls; treatments, covariates and doses are as likely as each other. */
    EVEN,
    /** The treatment depends on the covariate, and two pairs are missing. */
    CONFOUNDED,
    /**
     * The last treatment comes after {@link FactorModel#LATE_TREATMENT} cells, the last covariate
     * after half as many, and at first in controls alone.
     */
    LATE
  }
}
