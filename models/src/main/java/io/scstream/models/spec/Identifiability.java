package io.scstream.models.spec;

import io.scstream.models.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The conditions under which the background and the salient block are each identified up to a
 * rotation (Lopez et al. 2024, Theorems 1 and 2): a decoder that is continuous, injective and
 * piecewise affine, and noise that reveals the law of its rate.
 */
public final class Identifiability {
  private Identifiability() {}

  /** The conditions that a model breaks, in words; empty if it breaks none. */
  public static List<String> broken(ModelSpec spec) {
    return spec.match(
        new ModelSpec.Cases<>() {
          @Override
          public List<String> contrastiveVae(ContrastiveVaeSpec vae) {
            return ofContrastiveVae(vae);
          }

          @Override
          public List<String> referenceVae(ReferenceVaeSpec vae) {
            return List.of(
                "family: the theorem is about a salient code that is 0 in background cells;"
                    + " expected a contrastive autoencoder");
          }

          @Override
          public List<String> factorized(FactorizedSpec factorized) {
            return List.of(
                "family: the theorem is about two blocks whose prior is not learned; expected a"
                    + " contrastive autoencoder");
          }
        });
  }

  private static List<String> ofContrastiveVae(ContrastiveVaeSpec spec) {
    List<String> broken = new ArrayList<>();
    DecoderLayers decoder = spec.decoder();
    if (!decoder.activation().isPiecewiseAffine()) {
      broken.add(
          "activation: %s in the decoder; expected leaky-relu or relu, which are piecewise affine"
              .formatted(word(decoder.activation())));
    }
    if (decoder.normalization() == Normalization.LAYER) {
      broken.add(
          "normalization: layer in the decoder divides by a norm of the data; expected none");
    } else if (decoder.normalization() == Normalization.BATCH) {
      broken.add(
          "normalization: batch in the decoder lets cells of both roles act on each other while"
              + " training; expected none");
    }
    addWidths(spec, broken);
    addNoise(spec.noise(), broken);
    return List.copyOf(broken);
  }

  private static void addWidths(ContrastiveVaeSpec spec, List<String> broken) {
    int latent = spec.backgroundLatent() + spec.salientWidth();
    if (latent > spec.hidden() || spec.hidden() > spec.genes()) {
      broken.add(
          "widths: %d latent, %d hidden, %d genes; expected latent <= hidden <= genes"
              .formatted(latent, spec.hidden(), spec.genes()));
    }
    if (spec.decoder().activation() == Activation.RELU && spec.hidden() < 2 * latent) {
      broken.add(
          "injectivity: relu with %d hidden units for %d latent ones; expected leaky-relu, or at"
                  .formatted(spec.hidden(), latent)
              + " least twice as many");
    }
  }

  private static void addNoise(Noise noise, List<String> broken) {
    switch (noise) {
      case BERNOULLI ->
          broken.add(
              "noise: bernoulli shows only moments of the probabilities; expected Gaussian, Poisson"
                  + " or negative binomial");
      case ZERO_INFLATED_NEGATIVE_BINOMIAL ->
          broken.add(
              "noise: the theorem does not cover zero inflation; expected Gaussian, Poisson or"
                  + " negative binomial");
      default -> {}
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Refuses a model that breaks a condition.
   *
   * @throws ModelException that names all of them
   */
  public static void require(ModelSpec spec) {
    List<String> broken = broken(spec);
    if (!broken.isEmpty()) {
      throw new ModelException(
          ModelException.Category.BAD_CONFIG,
          "Invalid model: not identifiable by " + String.join("; by ", broken));
    }
  }
}
