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
  BERNOULLI
}
