package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Normal;

/** The terms of the loss in closed form. */
final class Terms {
  /** Means of logits that are pushed on are between 0 and this. */
  static final double MOST_RATIO = 5;

  private static final double TINY = 1e-12;

  private Terms() {}

  /**
   * The divergence KL(q‖p) of diagonal normal laws, by cell: ½ Σ [log(v'/v) − 1 + v/v' + (m −
   * m')²/v'], [n].
   */
  static NDArray divergence(Normal q, Normal p) {
    NDArray ratio = q.logVariance().sub(p.logVariance()); // log v/v'
    NDArray distance = q.mean().sub(p.mean()).square().mul(p.logVariance().neg().exp());
    NDArray sum = ratio.exp().add(distance).sub(ratio).sub(1).sum(new int[] {1});
    return EngineMemory.scale(sum, 0.5);
  }

  /**
   * The loss of one discriminator, ½ [softplus(−real) + softplus(permuted)] in the weighted mean
   * over rows.
   *
   * @param real logits of pairs of one cell, [n, 1]
   * @param permuted those of pairs of two cells, [n, 1]
   * @param weights of rows, which sum to 1, [n, 1]
   */
  static NDArray crossEntropy(NDArray real, NDArray permuted, NDArray weights) {
    NDArray ofReal = softplus(real.neg());
    return EngineMemory.scale(ofReal.add(softplus(permuted)).mul(weights).sum(), 0.5);
  }

  private static NDArray softplus(NDArray values) {
    return values.getNDArrayInternal().softPlus();
  }

  /** The mean logit of pairs of one cell, within 0 and {@value #MOST_RATIO}. */
  static NDArray densityRatio(NDArray real, NDArray weights) {
    return real.mul(weights).sum().clip(0, MOST_RATIO);
  }

  /**
   * cos(z_t, z_t⁰) − cos(z_x, z_x⁰) of a treated cell and a control, by cell, [n]: small where
   * treatment moves the one block and leaves the other alone.
   */
  static NDArray similarity(
      NDArray treatment,
      NDArray treatmentOfControl,
      NDArray covariate,
      NDArray covariateOfControl) {
    return cosine(treatment, treatmentOfControl).sub(cosine(covariate, covariateOfControl));
  }

  private static NDArray cosine(NDArray a, NDArray b) {
    int[] columns = {1};
    NDArray lengths = a.square().sum(columns).mul(b.square().sum(columns)).add(TINY).sqrt(); // [n]
    return a.mul(b).sum(columns).div(lengths);
  }

  /**
   * The squared length of the mean interaction over covariates, in the mean over cells.
   *
   * @param means of cells and tuples, [n A, d], tuple after tuple
   * @param shares of tuples, [1, A]
   */
  static NDArray centring(NDArray means, NDArray shares) {
    long tuples = shares.getShape().get(1);
    long latent = means.getShape().get(1);
    NDArray weighted =
        means
            .reshape(new Shape(-1, tuples, latent))
            .mul(shares.reshape(new Shape(1, tuples, 1)))
            .sum(new int[] {1}); // [n, d]
    return weighted.square().sum(new int[] {1}).mean();
  }

  /**
   * −log of the probability that a softmax gives to a label, in the weighted mean over rows.
   *
   * @param logits [n, labels]
   * @param labels a one in each row that counts, [n, labels]
   */
  static NDArray classification(NDArray logits, NDArray labels, double cells) {
    return EngineMemory.scale(logits.logSoftmax(1).mul(labels).sum(), -1 / Math.max(1, cells));
  }
}
