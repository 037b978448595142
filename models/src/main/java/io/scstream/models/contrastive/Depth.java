package io.scstream.models.contrastive;

import io.scstream.models.likelihood.Observed;
import io.scstream.models.objective.ElboTerms;
import java.util.Arrays;
import java.util.Optional;

/** What a pass takes for the library sizes of its cells. */
final class Depth {
  /** Those that were observed. */
  static final Depth OBSERVED = new Depth(Optional.empty(), new double[0]);

  private final Optional<float[]> logs;
  private final double[] divergences;

  private Depth(Optional<float[]> logs, double[] divergences) {
    this.logs = logs;
    this.divergences = divergences;
  }

  /**
   * Latent ones.
   *
   * @param logs log l of every cell, a draw or the posterior mean
   * @param divergences of each posterior from the prior
   */
  static Depth of(float[] logs, double[] divergences) {
    return new Depth(Optional.of(logs), divergences);
  }

  /** The minibatch as likelihoods are to read it. */
  Observed in(Observed observed) {
    return logs.map(observed::withLatentLibrary).orElse(observed);
  }

  /** From the bound of every cell takes its divergence. */
  double[] takenFrom(double[] bounds) {
    double[] lower = bounds.clone();
    for (int row = 0; row < divergences.length; row++) {
      lower[row] -= divergences[row];
    }
    return lower;
  }

  /** The terms with the mean divergence. */
  ElboTerms addedTo(ElboTerms terms) {
    return logs.isPresent()
        ? terms.withLibrary(Arrays.stream(divergences).sum() / terms.cells())
        : terms;
  }
}
