package io.scstream.models.trial;

import io.scstream.models.ModelException;
import io.scstream.models.simulate.Recipe;
import io.scstream.models.spec.Activation;
import io.scstream.models.spec.AdamOptions;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.Penalties;
import io.scstream.models.spec.ReferenceVaeSpec;
import io.scstream.models.spec.TrainingOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The comparative models. */
public enum Contender {
  /** The sum of both losses. */
  SO,
  /** Balanced gradients. */
  MO,
  /** The sum under a constraint on the dependence of both codes. */
  CO,
  /** Balanced gradients under that constraint. */
  MO_CO,
  /** Batch normalisation, zero inflation and Adam as in scvi-tools. */
  CONTRASTIVEVI,
  /** Squared errors and discrepancies. */
  MM,
  /** The sum with a linear discriminator's total correlation. */
  TC,
  /** Another family: a learned reference code, discriminators and squared errors (sRB-VAE). */
  SRB;

  /** Minibatches hold so many cells of each role, and MM-cVAE's weights are for sums over them. */
  private static final double PER_SUM = 1.0 / Recipe.PER_ROLE;

  /** The contender of this name, such as {@code MO-CO}, in upper or lower case. */
  public static Contender named(String name) {
    return Arrays.stream(values())
        .filter(it -> it.label().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    ModelException.Category.BAD_CONFIG,
                    "Invalid model: " + name + "; expected one of " + labels(any -> true)));
  }

  static String labels(Predicate<Contender> which) {
    return Arrays.stream(values())
        .filter(which)
        .map(Contender::label)
        .collect(Collectors.joining(", "));
  }

  /** Its name with hyphens. */
  public String label() {
    return name().toUpperCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it has a constraint, and so a threshold. */
  public boolean isConstrained() {
    return this == CO || this == MO_CO;
  }

  /** Whether it can have a salient space for each of several groups of target cells. */
  boolean takesGroups() {
    return this != TC && this != SRB;
  }

  ModelSpec spec(Recipe.Fit fit, int genes) {
    ContrastiveVaeSpec plain = fit.spec(genes);
    boolean areCounts = fit.noise() != Noise.GAUSSIAN;
    return switch (this) {
      case SO, MO, CO, MO_CO, TC -> plain;
      case CONTRASTIVEVI ->
          with(
              plain,
              Normalization.BATCH,
              DecoderLayers.scvi(),
              fit.noise().hasSoftmax() ? Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL : fit.noise());
      case MM ->
          with(
              plain,
              Normalization.NONE,
              new DecoderLayers(Activation.RELU, Normalization.NONE),
              areCounts ? Noise.LOG_SQUARED_ERROR : Noise.GAUSSIAN);
      case SRB -> new ReferenceVaeSpec(plain.sizes());
    };
  }

  /** Its networks for counts of real cells, at the sizes its family has by default. */
  ModelSpec spec(int genes) {
    return switch (this) {
      case SO, MO, CO, MO_CO, TC -> ContrastiveVaeSpec.of(genes);
      case CONTRASTIVEVI ->
          new ContrastiveVaeSpec(
              new ContrastiveVaeSpec.Sizes(genes, 128, 1, 10, 10),
              0.1,
              Normalization.BATCH,
              DecoderLayers.scvi(),
              Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL);
      case MM ->
          new ContrastiveVaeSpec(
              new ContrastiveVaeSpec.Sizes(genes, 400, 1, 10, 5),
              0,
              Normalization.NONE,
              new DecoderLayers(Activation.RELU, Normalization.NONE),
              Noise.LOG_SQUARED_ERROR);
      case SRB -> new ReferenceVaeSpec(new ContrastiveVaeSpec.Sizes(genes, 400, 1, 10, 5));
    };
  }

  private static ContrastiveVaeSpec with(
      ContrastiveVaeSpec plain, Normalization normalization, DecoderLayers decoder, Noise noise) {
    return new ContrastiveVaeSpec(
            plain.sizes(),
            normalization == Normalization.BATCH ? 0.1 : 0,
            normalization,
            decoder,
            noise)
        .withGroups(plain.groups());
  }

  TrainingOptions options(long seed, int warmup, Thresholds thresholds) {
    AdamOptions adam =
        this == CONTRASTIVEVI ? new AdamOptions(1e-3, 1e-2, 1e-6, 20) : AdamOptions.of(1e-3);
    return new TrainingOptions(seed, adam, warmup, objective(thresholds.constraints()));
  }

  private Objective objective(List<Constraint> constraints) {
    return switch (this) {
      case SO, CONTRASTIVEVI, SRB -> Objective.sum();
      case MO -> Objective.of(Combination.EQUAL_NORM, List.of());
      case CO -> Objective.of(Combination.SUM, constraints);
      case MO_CO -> Objective.of(Combination.EQUAL_NORM, constraints);
      case MM -> Objective.sum(new Penalties(0, 10_000 * PER_SUM, 1000 * PER_SUM, 0));
      case TC -> Objective.sum(new Penalties(0, 0, 0, 1));
    };
  }
}
