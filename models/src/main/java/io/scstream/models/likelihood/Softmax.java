package io.scstream.models.likelihood;

import ai.djl.ndarray.NDArray;

/**
 * The link of the count models, log μ = log l + log softmax(o), and the gradient back through it.
 */
final class Softmax {

  private Softmax() {}

  /** log μ of every cell and gene. */
  static NDArray logMean(NDArray output, NDArray logLibrary) {
    return output.logSoftmax(1).addi(logLibrary); // [n, G]
  }

  /**
   * From h = ∂/∂ log μ to ∂/∂o = h − ρ Σh, weighted by cell. Uses up h and log μ.
   *
   * @param weights [n, 1]
   */
  static NDArray backward(NDArray h, NDArray logMean, NDArray logLibrary, NDArray weights) {
    try (NDArray logRho = logMean.subi(logLibrary);
        NDArray rho = logRho.exp(); // [n, G]
        NDArray sums = h.sum(new int[] {1}, true)) { // [n, 1]
      return h.subi(rho.muli(sums)).muli(weights); // [n, G]
    }
  }
}
