package io.scstream.models.contrastive;

import io.scstream.models.likelihood.Observed;
import io.scstream.models.objective.ElboTerms;
import java.util.Arrays;
import java.util.Optional;

/** What a pass takes for the library sizes of its cells. */
final class Depth {
  /** Those that were observed. */
  static final Depth OBSERVED = new Depth(Optional.empty(), 0);

  private final Optional<float[]> logs;
  private final double divergence;

  private Depth(Optional<float[]> logs, double divergence) {
    this.logs = logs;
    this.divergence = divergence;
  }

  /**
   * Latent ones.
   *
   * @param logs log l of every cell, a draw or the posterior mean
   * @param divergences of each posterior from the prior
   */
  static Depth of(float[] logs, double[] divergences) {
    return new Depth(Optional.of(logs), Arrays.stream(divergences).sum());
  }

  /** The minibatch as likelihoods are to read it. */
  Observed in(Observed observed) {
    return logs.map(observed::withLatentLibrary).orElse(observed);
  }

  /** The terms with the mean divergence. */
  ElboTerms addedTo(ElboTerms terms) {
    return logs.isPresent() ? terms.withLibrary(divergence / terms.cells()) : terms;
  }
}
