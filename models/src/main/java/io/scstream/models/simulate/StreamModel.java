package io.scstream.models.simulate;

import io.scstream.models.random.CounterRandom;

/**
 * The rates that cells of an undisturbed stream are counted at. Given state, donor and treatment of
 * a cell, the expected count of gene g is
 *
 * <pre>depth · π_g · exp(state_g + donor_g + treatment_g)</pre>
 *
 * where π sums to 1 and the offsets are fixed by the seed. Around it, a cell's rate varies by exp(σ
 * w_g·z − σ²/2), where w_g has length 1 and the five coordinates of z are standard normal and
 * correlated within a batch; by its library size, exp(τ N(0, 1) − τ²/2); and by a gamma variable of
 * mean 1 and variance 1/5 for each gene. Each factor has mean 1, whatever the correlation.
 */
final class StreamModel {

  static final int LATENT = 5;
  static final double CELL_SPREAD = 0.4;
  static final double LIBRARY_SPREAD = 0.2;
  static final int INVERSE_DISPERSION = 5;

  // Events may pile up; counts stay far from the end of the integers.
  private static final double LARGEST_MEAN = 1e6;

  private static final double GENE_SPREAD = 1.2;
  private static final double STATE_SPREAD = 0.5;
  private static final double DONOR_SPREAD = 0.1;
  private static final double TREATMENT_SPREAD = 1;
  private static final int GENES_PER_MOVED = 20;

  private final StreamSettings settings;
  private final double[] base;
  private final double[][] loadings;
  private final double[][] states;
  private final double[][] donors;
  private final double[][] treatments;

  StreamModel(StreamSettings settings) {
    this.settings = settings;
    this.base = base(settings);
    this.loadings = loadings(settings);
    this.states = offsets("state", settings.states(), STATE_SPREAD, 1);
    this.donors = offsets("donor", settings.donors(), DONOR_SPREAD, 1);
    this.treatments =
        offsets("treatment", settings.treatments(), TREATMENT_SPREAD, GENES_PER_MOVED);
  }

  /** Log expected counts of a cell without offsets; their exponentials sum to the depth. */
  private static double[] base(StreamSettings settings) {
    CounterRandom random = CounterRandom.of(settings.seed(), 0, "stream/genes");
    double[] logs = Codes.normal(settings.genes(), GENE_SPREAD, random);
    double sum = CountDraws.exponentiate(logs.clone());
    for (int gene = 0; gene < logs.length; gene++) {
      logs[gene] += Math.log(settings.depth() / sum);
    }
    return logs;
  }

  private static double[][] loadings(StreamSettings settings) {
    CounterRandom random = CounterRandom.of(settings.seed(), 0, "stream/loadings");
    double[][] loadings = new double[settings.genes()][];
    for (int gene = 0; gene < loadings.length; gene++) {
      double[] row = Codes.normal(LATENT, 1, random);
      double squares = 0;
      for (double weight : row) {
        squares += weight * weight;
      }
      for (int k = 0; k < LATENT; k++) {
        row[k] /= Math.sqrt(squares);
      }
      loadings[gene] = row;
    }
    return loadings;
  }

  /** One gene of so many is moved, one at least. */
  private double[][] offsets(String what, int labels, double spread, int genesPerMoved) {
    double[][] offsets = new double[labels][settings.genes()];
    int moved = Math.max(1, settings.genes() / genesPerMoved);
    for (int label = 0; label < labels; label++) {
      CounterRandom random = CounterRandom.of(settings.seed(), label, "stream/" + what);
      int[] order = random.permutation(settings.genes());
      for (int i = 0; i < moved; i++) {
        offsets[label][order[i]] = Effects.factor(spread, random);
      }
    }
    return offsets;
  }

  /**
   * Log expected counts given the labels. A fresh array.
   *
   * @param treatment from 0, or -1 for none
   */
  double[] logRates(int state, int donor, int treatment) {
    double[] rates = base.clone();
    for (int gene = 0; gene < rates.length; gene++) {
      rates[gene] += states[state][gene] + donors[donor][gene];
      if (treatment >= 0) {
        rates[gene] += treatments[treatment][gene];
      }
    }
    return rates;
  }

  /** What the cells of a batch have in common, [{@value #LATENT}]. */
  double[] shared(int batch) {
    CounterRandom random = CounterRandom.of(settings.seed(), batch, "stream/batch");
    return Codes.normal(LATENT, Math.sqrt(settings.intraclass()), random);
  }

  /** Adds to log rates how a cell differs from others of its labels. */
  void vary(double[] logRates, double[] shared, CounterRandom cell) {
    double[] own = Codes.normal(LATENT, Math.sqrt(1 - settings.intraclass()), cell);
    double library = Effects.factor(LIBRARY_SPREAD, cell);
    for (int gene = 0; gene < logRates.length; gene++) {
      double sum = 0;
      for (int k = 0; k < LATENT; k++) {
        sum += loadings[gene][k] * (shared[k] + own[k]);
      }
      logRates[gene] += CELL_SPREAD * sum - CELL_SPREAD * CELL_SPREAD / 2 + library;
    }
  }

  /** Negative binomial counts around these rates. */
  static int[] counts(double[] logRates, CounterRandom cell) {
    int[] counts = new int[logRates.length];
    for (int gene = 0; gene < counts.length; gene++) {
      double gamma = CountDraws.erlang(cell, INVERSE_DISPERSION) / INVERSE_DISPERSION;
      double mean = Math.min(Math.exp(logRates[gene]) * gamma, LARGEST_MEAN);
      counts[gene] = CountDraws.largePoisson(cell, mean);
    }
    return counts;
  }
}
