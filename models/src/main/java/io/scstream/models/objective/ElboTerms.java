package io.scstream.models.objective;

/**
 * The parts of the negative evidence lower bound, each the mean over all cells of a minibatch in
 * nats. Background cells have no salient divergence and count as 0 in its mean.
 *
 * @param reconstruction minus the log-likelihood, constants included
 * @param klWeight the weight that training gave to the divergences at this step
 */
public record ElboTerms(
    double reconstruction, double klBackground, double klSalient, double klWeight, int cells) {

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
