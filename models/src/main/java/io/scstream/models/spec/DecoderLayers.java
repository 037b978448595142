package io.scstream.models.spec;

import java.io.Serializable;
import java.util.Objects;

/** How the hidden layers of a decoder are built, and what it starts from. */
public record DecoderLayers(Activation activation, Normalization normalization, OutputStart start)
    implements Serializable {

  public DecoderLayers {
    Objects.requireNonNull(activation);
    Objects.requireNonNull(normalization);
    Objects.requireNonNull(start);
  }

  /** Hidden layers like these, that start from the expression of the first cells. */
  public DecoderLayers(Activation activation, Normalization normalization) {
    this(activation, normalization, OutputStart.EXPRESSION);
  }

  /** LeakyReLU without normalisation, which identifiability asks for. */
  public static DecoderLayers identifiable() {
    return new DecoderLayers(Activation.LEAKY_RELU, Normalization.NONE);
  }

  /** ReLU with batch normalisation and a random start, as in scVI and contrastiveVI. */
  public static DecoderLayers scvi() {
    return new DecoderLayers(Activation.RELU, Normalization.BATCH, OutputStart.RANDOM);
  }
}
