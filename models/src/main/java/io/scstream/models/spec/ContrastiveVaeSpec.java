package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import java.util.Objects;

/**
 * A variational autoencoder with a background and a salient latent space.
 *
 * @param dropout the share of hidden units dropped in the encoders during training
 * @param normalization of the encoders' hidden units
 * @param library observed, or latent under noise with a softmax link
 * @param groups of target cells, each with a salient space of its own
 */
public record ContrastiveVaeSpec(
    Sizes sizes,
    double dropout,
    Normalization normalization,
    DecoderLayers decoder,
    Noise noise,
    Library library,
    Groups groups)
    implements ModelSpec {

  public ContrastiveVaeSpec {
    Objects.requireNonNull(sizes);
    checkConfig(
        dropout >= 0 && dropout < 1,
        "Invalid dropout: %s; expected a number from 0 to below 1",
        dropout);
    Objects.requireNonNull(normalization);
    Objects.requireNonNull(decoder);
    Objects.requireNonNull(noise);
    Objects.requireNonNull(library);
    checkConfig(
        library == Library.OBSERVED || noise.hasSoftmax(),
        "Invalid library: latent with %s noise; expected observed, or noise of counts: negative"
            + " binomial, with or without zero inflation, or Poisson",
        noise);
    Objects.requireNonNull(groups);
  }

  /** With one group of target cells. */
  public ContrastiveVaeSpec(
      Sizes sizes,
      double dropout,
      Normalization normalization,
      DecoderLayers decoder,
      Noise noise,
      Library library) {
    this(sizes, dropout, normalization, decoder, noise, library, Groups.ONE);
  }

  /** With an observed library and one group of target cells. */
  public ContrastiveVaeSpec(
      Sizes sizes,
      double dropout,
      Normalization normalization,
      DecoderLayers decoder,
      Noise noise) {
    this(sizes, dropout, normalization, decoder, noise, Library.OBSERVED, Groups.ONE);
  }

  /** With a decoder as identifiability asks for. */
  public ContrastiveVaeSpec(Sizes sizes, double dropout, Normalization normalization, Noise noise) {
    this(sizes, dropout, normalization, DecoderLayers.identifiable(), noise);
  }

  /**
   * The widths of all layers.
   *
   * @param layers hidden layers of each encoder and of the decoder
   * @param salientLatent dimensions of each group's salient code
   */
  public record Sizes(int genes, int hidden, int layers, int backgroundLatent, int salientLatent) {
    private static final int MAX_LAYERS = 64;

    public Sizes {
      checkPositive("genes", genes);
      checkPositive("hidden", hidden);
      checkConfig(
          layers > 0 && layers <= MAX_LAYERS,
          "Invalid layers: %d; expected 1 to %d",
          layers,
          MAX_LAYERS);
      checkPositive("background-latent", backgroundLatent);
      checkPositive("salient-latent", salientLatent);
    }

    /** The same for another number of genes. */
    public Sizes withGenes(int others) {
      return new Sizes(others, hidden, layers, backgroundLatent, salientLatent);
    }
  }

  /** The default architecture for so many genes: 128 hidden units twice, 10 + 10 latent. */
  public static ContrastiveVaeSpec of(int genes) {
    return new ContrastiveVaeSpec(
        new Sizes(genes, 128, 2, 10, 10), 0.1, Normalization.LAYER, Noise.NEGATIVE_BINOMIAL);
  }

  @Override
  public int genes() {
    return sizes.genes;
  }

  /** Units of every hidden layer. */
  public int hidden() {
    return sizes.hidden;
  }

  /** Hidden layers of each encoder and of the decoder. */
  public int layers() {
    return sizes.layers;
  }

  @Override
  public int backgroundLatent() {
    return sizes.backgroundLatent;
  }

  @Override
  public int salientLatent() {
    return sizes.salientLatent;
  }

  /** The same with another library. */
  public ContrastiveVaeSpec with(Library other) {
    return new ContrastiveVaeSpec(sizes, dropout, normalization, decoder, noise, other, groups);
  }

  /** The same for other groups of target cells. */
  public ContrastiveVaeSpec withGroups(Groups others) {
    return new ContrastiveVaeSpec(sizes, dropout, normalization, decoder, noise, library, others);
  }

  @Override
  public ContrastiveVaeSpec withGenes(int genes) {
    return new ContrastiveVaeSpec(
        sizes.withGenes(genes), dropout, normalization, decoder, noise, library, groups);
  }

  /** Whether a layer looks at the whole minibatch, so that roles cannot be learned apart. */
  public boolean couplesCells() {
    return normalization == Normalization.BATCH || decoder.normalization() == Normalization.BATCH;
  }

  @Override
  public <R> R match(Cases<R> cases) {
    return cases.contrastiveVae(this);
  }

  private static void checkPositive(String name, int value) {
    checkConfig(value > 0, "Invalid %s: %d; expected a positive number", name, value);
  }
}
