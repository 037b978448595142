package io.scstream.models.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.likelihood.Evaluation;
import io.scstream.models.likelihood.Observed;
import io.scstream.models.objective.ElboTerms;
import java.util.Optional;

/** What a pass takes for the library sizes of its cells. */
final class Depth {
  /** Those that were observed. */
  static final Depth OBSERVED = new Depth(Optional.empty());

  private final Optional<Latent> latent;

  private record Latent(NDArray logs, NDArray divergence) {}

  private Depth(Optional<Latent> latent) {
    this.latent = latent;
  }

  /**
   * Latent ones.
   *
   * @param logs log l, a draw or the posterior mean, [n, 1]
   * @param divergence of each posterior from the prior, [n]
   */
  static Depth of(NDArray logs, NDArray divergence) {
    return new Depth(Optional.of(new Latent(logs, divergence)));
  }

  /** The minibatch as likelihoods are to read it. */
  Observed in(Observed observed) {
    return latent.map(it -> observed.withLatentLibrary(floats(it.logs))).orElse(observed);
  }

  /**
   * The loss with the divergence, whose weight is always 1, and with a surrogate that has the
   * likelihood's derivative by log l.
   */
  NDArray addedTo(NDArray loss, Evaluation evaluation, Minibatch minibatch) {
    return latent
        .map(
            it -> {
              double[] minus = Networks.lossWeights(minibatch);
              float[] weights = new float[minus.length];
              float[] slopes = new float[minus.length];
              for (int row = 0; row < minus.length; row++) {
                weights[row] = (float) -minus[row];
                slopes[row] = (float) evaluation.byLogLibrary(row);
              }
              NDManager step = it.logs.getManager();
              Shape column = new Shape(slopes.length, 1);
              return loss.add(it.logs.mul(EngineMemory.copy(step, slopes, column)).sum())
                  .add(
                      it.divergence
                          .mul(EngineMemory.copy(step, weights, new Shape(weights.length)))
                          .sum());
            })
        .orElse(loss);
  }

  /** The terms with the mean divergence. */
  ElboTerms addedTo(ElboTerms terms) {
    return latent
        .map(
            it -> {
              double sum = 0;
              for (float value : floats(it.divergence)) {
                sum += value;
              }
              return terms.withLibrary(sum / terms.cells());
            })
        .orElse(terms);
  }

  private static float[] floats(NDArray array) {
    try (NDArray values = array.stopGradient()) {
      return values.toFloatArray();
    }
  }
}
