package io.scstream.models.spec;

/** How entries scatter around the decoder's prediction. */
public enum Noise {
  /** Counts with a dispersion per gene; the default for sequenced cells. */
  NEGATIVE_BINOMIAL,
  /** Counts without overdispersion; given the library size, a multinomial. */
  POISSON,
  /** Negative binomial with a dropout probability per cell and gene. */
  ZERO_INFLATED_NEGATIVE_BINOMIAL,
  /** The stored value, zeros included, with a variance per gene. */
  GAUSSIAN,
  /** Whether a gene was seen at all. */
  BERNOULLI,
  /**
   * The log of 1 + counts per 10,000, with a variance of one half for every gene: up to a constant
   * the squared error, as in MM-cVAE.
   */
  LOG_SQUARED_ERROR;

  /** Whether the decoder's output goes through a softmax over genes. */
  public boolean hasSoftmax() {
    return this == NEGATIVE_BINOMIAL || this == POISSON || this == ZERO_INFLATED_NEGATIVE_BINOMIAL;
  }
}
