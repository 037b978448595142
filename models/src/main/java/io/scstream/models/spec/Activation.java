package io.scstream.models.spec;

/** What is done to hidden units after the linear map of a layer. */
public enum Activation {
  /** Slope 0.2 below zero: piecewise affine and injective. */
  LEAKY_RELU,
  /** Slope 0 below zero: piecewise affine, and injective only where enough units are active. */
  RELU,
  /** The smooth x·Φ(x), for comparison: not piecewise affine. */
  GELU;

  /** Whether the function is made of straight pieces. */
  public boolean isPiecewiseAffine() {
    return this != GELU;
  }
}
