package io.scstream.models.objective;

import java.util.Collection;

/**
 * The parts of the negative evidence lower bound, each the mean over all cells of a minibatch in
 * nats. Background cells have no salient divergence and count as 0 in its mean.
 *
 * @param reconstruction minus the log-likelihood, constants included
 * @param klWeight the weight that training gave to the divergences at this step
 */
public record ElboTerms(
    double reconstruction, double klBackground, double klSalient, double klWeight, int cells) {

  /** The mean over all cells of several minibatches, or of both roles. */
  public static ElboTerms mean(Collection<ElboTerms> parts, double klWeight) {
    int cells = parts.stream().mapToInt(ElboTerms::cells).sum();
    double reconstruction = 0;
    double klBackground = 0;
    double klSalient = 0;
    for (ElboTerms part : parts) {
      double share = (double) part.cells / cells;
      reconstruction += share * part.reconstruction;
      klBackground += share * part.klBackground;
      klSalient += share * part.klSalient;
    }
    return new ElboTerms(reconstruction, klBackground, klSalient, klWeight, cells);
  }

  /** What training sees: reconstruction and weighted divergences. */
  public double loss() {
    return reconstruction + klWeight * (klBackground + klSalient);
  }

  /** The bound itself, with the divergences at full weight. */
  public double negativeElbo() {
    return reconstruction + klBackground + klSalient;
  }

  public boolean isFinite() {
    return Double.isFinite(reconstruction + klBackground + klSalient);
  }
}
