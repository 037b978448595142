package io.scstream.models.spec;

/** What is done to hidden units before their activation. */
public enum Normalization {
  /** Nothing. */
  NONE,
  /** Every cell by itself to mean 0 and variance 1, then a learned scale and shift. */
  LAYER,
  /**
   * Every unit over the minibatch, both roles together; running statistics afterwards. It couples
   * the roles, so their gradients cannot be taken apart.
   */
  BATCH
}
