package io.scstream.models.simulate;

import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import io.scstream.models.simulate.FactorSettings.Interaction;
import io.scstream.models.simulate.FactorSettings.MixingKind;
import io.scstream.models.simulate.FactorSettings.Presence;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Cells whose code has a block for a covariate, one for a treatment and one for both together, all
 * three known. Ours, after the graph of Mao et al. 2024, "Learning Identifiable Factorized Causal
 * Representations of Cellular Responses": x to z_x, t to z_t, both to z_tx, and all three to genes.
 */
public enum FactorRecipe {
  /** Real values of 60 genes; six covariates, five treatments and the control, three doses. */
  S1,
  /** S1 with a linear mixing. */
  S1_LINEAR,
  /** S1 with a deeper mixing of smaller slope. */
  S1_HARD,
  /** S1 whose controls vary as widely as 0.5 in what treatments move. */
  S1_WIDE_CONTROLS,
  /** S1 as negative binomial counts. */
  S2,
  /** S1 without interaction. */
  S3,
  /** S1 with treatments that depend on the covariate, and two pairs missing. */
  S4,
  /** S1 as a stream in which a covariate and a treatment come late. */
  S5,
  /** S1 with interaction means drawn for each pair by itself. */
  S6;

  /** The name of the covariate. */
  public static final String COVARIATE = "line";

  /** The recipe of this name, such as {@code s1-hard}. */
  public static FactorRecipe named(String name) {
    return Arrays.stream(values())
        .filter(recipe -> recipe.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    Category.BAD_CONFIG,
                    "Invalid recipe: " + name + "; expected one of " + labels()));
  }

  private static String labels() {
    return Arrays.stream(values()).map(FactorRecipe::label).collect(Collectors.joining(", "));
  }

  /** Its name in lower case, with hyphens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its source of cells; a seed is a data set. */
  public FactorSimulation simulate(long seed) {
    return new FactorSimulation(new FactorModel(settings(), seed), seed);
  }

  /** How many cells an experiment trains on. */
  public int cells() {
    return this == S5 ? 24_000 : 12_000;
  }

  private FactorSettings settings() {
    FactorSettings plain = FactorSettings.plain();
    return switch (this) {
      case S1 -> plain;
      case S1_LINEAR -> plain.with(MixingKind.LINEAR);
      case S1_HARD -> plain.with(MixingKind.DEEP);
      case S1_WIDE_CONTROLS -> plain.withControlWidth(0.5);
      case S2 -> plain.withCounts();
      case S3 -> plain.with(Interaction.NONE);
      case S4 -> plain.with(Presence.CONFOUNDED);
      case S5 -> plain.with(Presence.LATE);
      case S6 -> plain.with(Interaction.INDEPENDENT);
    };
  }
}
