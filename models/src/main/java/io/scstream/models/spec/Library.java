package io.scstream.models.spec;

/** Where the sum of a cell's means over genes comes from, under noise with a softmax link. */
public enum Library {
  /** It is the depth of the cell. */
  OBSERVED,
  /**
   * Its log is a latent variable with an encoder of its own and a normal prior, whose mean and
   * variance are those of the first cells.
   */
  LATENT
}
