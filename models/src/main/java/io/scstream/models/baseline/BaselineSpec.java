package io.scstream.models.baseline;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.spec.Noise;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * An autoencoder with one block of codes.
 *
 * @param weight β of the divergence for {@link Kind#BETA_VAE}, γ of the total correlation for
 *     {@link Kind#FACTOR_VAE}; otherwise 1
 * @param learningRate of Adam
 */
public record BaselineSpec(
    Kind kind, Sizes sizes, Noise noise, double weight, double learningRate) {

  /** Checks. */
  public BaselineSpec {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(sizes);
    checkConfig(
        noise == Noise.GAUSSIAN || noise == Noise.NEGATIVE_BINOMIAL || noise == Noise.POISSON,
        "Invalid noise of a baseline: %s; expected Gaussian, negative binomial or Poisson",
        noise);
    checkConfig(
        Double.isFinite(weight) && weight >= 0,
        "Invalid weight: %s; expected zero or a positive number",
        weight);
    checkConfig(
        Double.isFinite(learningRate) && learningRate > 0,
        "Invalid learning-rate: %s; expected a positive number",
        learningRate);
  }

  /** Which autoencoder. */
  public enum Kind {
    /** No labels, and β times the divergence from N(0, I) (Higgins et al. 2017). */
    BETA_VAE,

    /**
     * No labels, and γ times the total correlation of the codes, as a discriminator sees it (Kim
     * and Mnih 2018).
     */
    FACTOR_VAE,

    /**
     * Codes are independent given the labels, with means of 0 and variances that depend on them
     * (Khemakhem et al. 2020, as published).
     */
    I_VAE,

    /** The same with means that depend on the labels too. Ours: strong shifts have a place then. */
    I_VAE_MEANS;

    /** The kind of this name, such as {@code beta-vae}. */
    public static Kind named(String name) {
      List<String> labels = Arrays.stream(values()).map(Kind::label).toList();
      checkConfig(labels.contains(name), "Invalid baseline: %s; expected one of %s", name, labels);
      return values()[labels.indexOf(name)];
    }

    /** Its name in lower case, with hyphens. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether encoder and prior read the labels. */
    public boolean readsLabels() {
      return this == I_VAE || this == I_VAE_MEANS;
    }
  }

  /**
   * The widths of all layers.
   *
   * @param labels length of a label vector, 1 or more; only {@link Kind#readsLabels} reads it
   * @param hidden units of each hidden layer
   * @param layers hidden layers of encoder, decoder and prior
   */
  public record Sizes(int genes, int labels, int hidden, int layers, int latent) {
    /** Checks. */
    public Sizes {
      checkPositive("genes", genes);
      checkPositive("labels", labels);
      checkPositive("hidden", hidden);
      checkPositive("layers", layers);
      checkPositive("latent", latent);
    }

    private static void checkPositive(String name, int value) {
      checkConfig(value > 0, "Invalid %s: %d; expected a positive number", name, value);
    }
  }

  /** With the published weights, β = 4 and γ = 6.4, and a learning rate of 1e-3. */
  public static BaselineSpec of(Kind kind, Sizes sizes, Noise noise) {
    double weight =
        switch (kind) {
          case BETA_VAE -> 4;
          case FACTOR_VAE -> 6.4;
          case I_VAE, I_VAE_MEANS -> 1;
        };
    return new BaselineSpec(kind, sizes, noise, weight, 1e-3);
  }
}
