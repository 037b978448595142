package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A variational autoencoder with a background and a salient latent space.
 *
 * @param layers hidden layers of each encoder and of the decoder
 * @param dropout the share of hidden units dropped in the encoders during training
 * @param layerNorm whether the encoders normalise each cell's hidden units; the decoder never does
 */
public record ContrastiveVaeSpec(
    int genes,
    int hidden,
    int layers,
    int backgroundLatent,
    int salientLatent,
    double dropout,
    boolean layerNorm,
    Noise noise)
    implements ModelSpec {

  public ContrastiveVaeSpec {
    checkPositive("genes", genes);
    checkPositive("hidden", hidden);
    checkPositive("layers", layers);
    checkPositive("background-latent", backgroundLatent);
    checkPositive("salient-latent", salientLatent);
    checkConfig(
        dropout >= 0 && dropout < 1,
        "Invalid dropout: %s; expected a number from 0 to below 1",
        dropout);
    Objects.requireNonNull(noise);
  }

  /** The default architecture for so many genes: 128 hidden units twice, 10 + 10 latent. */
  public static ContrastiveVaeSpec of(int genes) {
    return new ContrastiveVaeSpec(genes, 128, 2, 10, 10, 0.1, true, Noise.NEGATIVE_BINOMIAL);
  }

  /**
   * What keeps the background and salient blocks from being identifiable, in words; empty if
   * nothing does. The decoder must be able to be injective, and the noise must reveal the law of
   * its rate.
   */
  public List<String> identifiabilityWarnings() {
    List<String> warnings = new ArrayList<>();
    int latent = backgroundLatent + salientLatent;
    if (latent > hidden) {
      warnings.add(
          "Latent sizes %d + %d exceed hidden %d; expected background-latent + salient-latent <= hidden"
              .formatted(backgroundLatent, salientLatent, hidden));
    }
    if (hidden > genes) {
      warnings.add("Hidden %d exceeds genes %d; expected hidden <= genes".formatted(hidden, genes));
    }
    if (noise == Noise.BERNOULLI || noise == Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL) {
      warnings.add(
          "Noise %s; identifiability is shown for Gaussian, Poisson and negative binomial noise"
              .formatted(noise));
    }
    return List.copyOf(warnings);
  }

  @Override
  public <R> R match(Cases<R> cases) {
    return cases.contrastiveVae(this);
  }

  private static void checkPositive(String name, int value) {
    checkConfig(value > 0, "Invalid %s: %d; expected a positive number", name, value);
  }
}
