package io.scstream.models.objective;

import java.util.Collection;

/**
 * The parts of the negative evidence lower bound, each the mean over all cells of a minibatch in
 * nats. Background cells have no salient divergence and count as 0 in its mean.
 *
 * @param reconstruction minus the log-likelihood, constants included
 * @param klLibrary of the log library size, with a weight of 1 at every step; 0 where it is
 *     observed
 * @param klWeight the weight that training gave to the other divergences at this step
 */
public record ElboTerms(
    double reconstruction,
    double klBackground,
    double klSalient,
    double klLibrary,
    double klWeight,
    int cells) {

  /** With an observed library. */
  public ElboTerms(
      double reconstruction, double klBackground, double klSalient, double klWeight, int cells) {
    this(reconstruction, klBackground, klSalient, 0, klWeight, cells);
  }

  /** The same with a divergence of the log library size. */
  public ElboTerms withLibrary(double divergence) {
    return new ElboTerms(reconstruction, klBackground, klSalient, divergence, klWeight, cells);
  }

  /** The mean over all cells of several minibatches, or of both roles. */
  public static ElboTerms mean(Collection<ElboTerms> parts, double klWeight) {
    int cells = parts.stream().mapToInt(ElboTerms::cells).sum();
    double reconstruction = 0;
    double klBackground = 0;
    double klSalient = 0;
    double klLibrary = 0;
    for (ElboTerms part : parts) {
      double share = (double) part.cells / cells;
      reconstruction += share * part.reconstruction;
      klBackground += share * part.klBackground;
      klSalient += share * part.klSalient;
      klLibrary += share * part.klLibrary;
    }
    return new ElboTerms(reconstruction, klBackground, klSalient, klLibrary, klWeight, cells);
  }

  /** What training sees: reconstruction and weighted divergences. */
  public double loss() {
    return reconstruction + klWeight * (klBackground + klSalient) + klLibrary;
  }

  /** The bound itself, with the divergences at full weight. */
  public double negativeElbo() {
    return reconstruction + (klBackground + klSalient) + klLibrary;
  }

  public boolean isFinite() {
    return Double.isFinite(negativeElbo());
  }
}
