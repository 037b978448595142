package io.scstream.models.spec;

/** How the gradients of several objectives become one direction. */
public enum Combination {
  /** Their plain sum: a single objective, with equal weights. */
  SUM,
  /** The min-norm point of the gradients at unit length; favours the smaller one linearly. */
  EQUAL_NORM,
  /** The min-norm point as in the textbook; favours the smaller one quadratically. */
  RAW,
  /** The min-norm point of the gradients divided by their loss. */
  LOSS,
  /** The min-norm point of the gradients divided by loss times length. */
  LOSS_PLUS
}
