package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.data.Cell;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A factorized autoencoder, FCR (Mao et al. 2024): a code block for covariates, one for treatments
 * and one for both together, each with a prior that is learned. The covariate block is what is
 * published as background code; the other two, interaction first, are the salient code.
 *
 * @param noise Gaussian or one of counts
 * @param labels that are known so far
 */
public record FactorizedSpec(
    Sizes sizes, Noise noise, FactorDesign design, FactorLosses losses, FactorLabels labels)
    implements ModelSpec {

  public FactorizedSpec {
    Objects.requireNonNull(sizes);
    Objects.requireNonNull(design);
    Objects.requireNonNull(losses);
    Objects.requireNonNull(labels);
    checkConfig(
        noise == Noise.NEGATIVE_BINOMIAL || noise == Noise.GAUSSIAN || noise == Noise.POISSON,
        "Invalid noise of a factorized model: %s; expected negative binomial, Poisson or Gaussian",
        noise);
  }

  /**
   * The widths of all layers.
   *
   * @param hidden units of each of two hidden layers of encoders and decoder
   * @param embedding of covariates and of treatments
   */
  public record Sizes(
      int genes,
      int hidden,
      int embedding,
      int covariateLatent,
      int interactionLatent,
      int treatmentLatent)
      implements Serializable {

    public Sizes {
      checkPositive("genes", genes);
      checkPositive("hidden", hidden);
      checkPositive("embedding", embedding);
      checkPositive("covariate-latent", covariateLatent);
      checkPositive("interaction-latent", interactionLatent);
      checkPositive("treatment-latent", treatmentLatent);
    }

    private static void checkPositive(String name, int value) {
      checkConfig(value > 0, "Invalid %s: %d; expected a positive number", name, value);
    }

    /** The dimensions of a block. */
    public int latent(FactorBlock block) {
      return switch (block) {
        case COVARIATE -> covariateLatent;
        case INTERACTION -> interactionLatent;
        case TREATMENT -> treatmentLatent;
      };
    }

    /** The dimensions of all blocks together. */
    public int latent() {
      return covariateLatent + interactionLatent + treatmentLatent;
    }
  }

  /** The default model: 128 hidden units, embeddings of 32, blocks of 16, 8 and 8, counts. */
  public static FactorizedSpec of(int genes, List<String> covariates) {
    return new FactorizedSpec(
        new Sizes(genes, 128, 32, 16, 8, 8),
        Noise.NEGATIVE_BINOMIAL,
        FactorDesign.defaults(),
        FactorLosses.defaults(),
        FactorLabels.none(covariates));
  }

  /** The same with other labels. */
  public FactorizedSpec withLabels(FactorLabels others) {
    return new FactorizedSpec(sizes, noise, design, losses, others);
  }

  @Override
  public FactorizedSpec knowing(List<Cell> cells) {
    FactorLabels all = labels.with(cells.stream().map(Cell::condition).distinct().toList());
    return all.equals(labels) ? this : withLabels(all);
  }

  @Override
  public FactorizedSpec atFirst() {
    return withLabels(labels.cleared());
  }

  @Override
  public int genes() {
    return sizes.genes;
  }

  @Override
  public int backgroundLatent() {
    return sizes.covariateLatent;
  }

  @Override
  public int salientLatent() {
    return sizes.interactionLatent + sizes.treatmentLatent;
  }

  @Override
  public List<String> covariates() {
    return labels.covariates();
  }

  @Override
  public List<Integer> salientBlocks() {
    return List.of(sizes.interactionLatent, sizes.treatmentLatent);
  }

  @Override
  public List<String> blockNames() {
    return Arrays.stream(FactorBlock.values()).map(FactorBlock::label).toList();
  }

  @Override
  public FactorizedSpec withGenes(int genes) {
    Sizes wider =
        new Sizes(
            genes,
            sizes.hidden,
            sizes.embedding,
            sizes.covariateLatent,
            sizes.interactionLatent,
            sizes.treatmentLatent);
    return new FactorizedSpec(wider, noise, design, losses, labels);
  }

  @Override
  public <R> R match(Cases<R> cases) {
    return cases.factorized(this);
  }
}
