package io.scstream.models.likelihood;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import io.scstream.models.spec.Noise;
import java.util.List;
import java.util.Optional;

/**
 * The log-likelihood of a minibatch and its gradients, in closed form. Arrays come in detached and
 * go out detached: no tape is recorded, so at most a few arrays of cells × genes are alive at once.
 */
public interface Likelihood {

  /** The decoder heads that it reads, in order; the first is the output before the link. */
  List<String> heads();

  /** The free parameter that it has for each gene, if any. */
  Optional<GeneParameter> geneParameter();

  /**
   * Whether it adds the biases of heads itself, where arrays are kept on this device. They then
   * follow the gene parameter, one [G] for each head, and so do their gradients.
   */
  default boolean addsBias(Device device) {
    return false;
  }

  /**
   * Values for every cell, and gradients of their weighted sum.
   *
   * @param heads one array [n, G] for each of {@link #heads()}; they may be used up, or become the
   *     gradients
   * @param geneParameters the one array [G] of {@link #geneParameter()}, if any, and the biases
   *     that it adds
   */
  Evaluation evaluate(Observed observed, NDList heads, NDList geneParameters);

  /** Values alone, where no gradient is wanted; the heads may be used up. */
  default Evaluation score(Observed observed, NDList heads, NDList geneParameters) {
    return evaluate(observed, heads, geneParameters);
  }

  /** A free parameter per gene: its name, first value and range. */
  record GeneParameter(String name, double initial, double min, double max) {}

  /** The likelihood for this noise. */
  static Likelihood of(Noise noise) {
    return switch (noise) {
      case POISSON -> new PoissonLikelihood();
      case NEGATIVE_BINOMIAL -> new NegativeBinomialLikelihood();
      case ZERO_INFLATED_NEGATIVE_BINOMIAL -> new ZeroInflatedLikelihood();
      case GAUSSIAN -> GaussianLikelihood.free();
      case LOG_SQUARED_ERROR -> GaussianLikelihood.fixed(0.5);
      case BERNOULLI -> new BernoulliLikelihood();
    };
  }
}
