package io.scstream.models.spec;

import java.io.Serializable;
import java.util.Objects;

/** How the hidden layers of a decoder are built. */
public record DecoderLayers(Activation activation, Normalization normalization)
    implements Serializable {

  public DecoderLayers {
    Objects.requireNonNull(activation);
    Objects.requireNonNull(normalization);
  }

  /** LeakyReLU without normalisation, which identifiability asks for. */
  public static DecoderLayers identifiable() {
    return new DecoderLayers(Activation.LEAKY_RELU, Normalization.NONE);
  }

  /** ReLU with batch normalisation, as in scVI and contrastiveVI. */
  public static DecoderLayers scvi() {
    return new DecoderLayers(Activation.RELU, Normalization.BATCH);
  }
}
