package io.scstream.models.simulate;

import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.FactorSettings.Interaction;
import java.util.Arrays;

/** The numbers that a data set of {@link FactorModel} is made with. Treatment 0 is the control. */
final class FactorParameters {
  private static final int SIZE = FactorModel.SIZE;

  private final FactorSettings settings;
  private final long seed;

  FactorParameters(FactorSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
  }

  private CounterRandom random(String purpose) {
    return CounterRandom.of(seed, 0, "factors/" + purpose);
  }

  private static double[] uniform(double from, double to, CounterRandom random) {
    double[] values = new double[SIZE];
    for (int k = 0; k < SIZE; k++) {
      values[k] = from + (to - from) * random.nextDouble();
    }
    return values;
  }

  private static double[] signed(double from, double to, CounterRandom random) {
    double[] values = uniform(from, to, random);
    for (int k = 0; k < SIZE; k++) {
      values[k] *= random.nextInt(2) == 0 ? 1 : -1;
    }
    return values;
  }

  private static double[] constant(double value) {
    double[] values = new double[SIZE];
    Arrays.fill(values, value);
    return values;
  }

  private double[][] rows(int count, String purpose, double from, double to) {
    CounterRandom random = random(purpose);
    double[][] rows = new double[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = uniform(from, to, random);
    }
    return rows;
  }

  double[][] covariateMeans() {
    return rows(settings.covariates(), "covariate-means", -3, 3);
  }

  double[][] covariateWidths() {
    return rows(settings.covariates(), "covariate-widths", 0.5, 1.5);
  }

  double[][] treatmentMeans() {
    double[][] means = rows(settings.treatments() + 1, "treatment-means", -3, 3);
    means[0] = new double[SIZE];
    return means;
  }

  double[][] treatmentWidths() {
    double[][] widths = rows(settings.treatments() + 1, "treatment-widths", 0.5, 1.5);
    widths[0] = constant(settings.controlWidth());
    return widths;
  }

  /** By covariate and treatment, with mean 0 over covariates. */
  double[][][] interactionMeans() {
    double[][][] means = new double[settings.covariates()][settings.treatments() + 1][SIZE];
    CounterRandom random = random("interaction-means");
    double[][] sensitivities = new double[settings.covariates()][];
    for (int x = 0; x < sensitivities.length; x++) {
      sensitivities[x] = signed(0.5, 1.5, random);
    }
    for (int t = 1; t <= settings.treatments(); t++) {
      double[] loadings = signed(1, 3, random);
      for (int x = 0; x < sensitivities.length; x++) {
        means[x][t] =
            switch (settings.interaction()) {
              case PRODUCT -> product(sensitivities[x], loadings);
              case INDEPENDENT -> uniform(-3, 3, random);
              case NONE -> new double[SIZE];
            };
      }
      centre(means, t);
    }
    return means;
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[SIZE];
    for (int k = 0; k < SIZE; k++) {
      product[k] = a[k] * b[k];
    }
    return product;
  }

  private static void centre(double[][][] means, int treatment) {
    double[] mean = new double[SIZE];
    for (double[][] ofCovariate : means) {
      for (int k = 0; k < SIZE; k++) {
        mean[k] += ofCovariate[treatment][k] / means.length;
      }
    }
    for (double[][] ofCovariate : means) {
      for (int k = 0; k < SIZE; k++) {
        ofCovariate[treatment][k] -= mean[k];
      }
    }
  }

  double[][][] interactionWidths() {
    double[][][] widths = new double[settings.covariates()][settings.treatments() + 1][];
    CounterRandom random = random("interaction-widths");
    double[] everywhere = uniform(0.5, 1.5, random);
    for (double[][] ofCovariate : widths) {
      for (int t = 0; t < ofCovariate.length; t++) {
        double[] own = uniform(0.5, 1.5, random);
        if (settings.interaction() == Interaction.NONE) {
          ofCovariate[t] = everywhere;
        } else {
          ofCovariate[t] = t == 0 ? constant(settings.controlWidth()) : own;
        }
      }
    }
    return widths;
  }

  /**
   * Of every covariate the shares of the treatments, from a Dirichlet law; two pairs, of the first
   * two covariates, have share 0.
   */
  double[][] treatmentShares(double concentration) {
    CounterRandom random = random("treatment-shares");
    double[][] shares = new double[settings.covariates()][settings.treatments()];
    for (int x = 0; x < shares.length; x++) {
      double sum = 0;
      int missing = x < 2 ? random.nextInt(settings.treatments()) : -1;
      for (int t = 0; t < settings.treatments(); t++) {
        double weight = CountDraws.gamma(random, concentration);
        shares[x][t] = t == missing && settings.treatments() > 1 ? 0 : weight;
        sum += shares[x][t];
      }
      for (int t = 0; t < settings.treatments(); t++) {
        shares[x][t] /= sum;
      }
    }
    return shares;
  }

  /** The inverse dispersion of every gene. */
  double[] shapes(double median, double spread) {
    CounterRandom random = random("shapes");
    double[] shapes = new double[settings.genes()];
    for (int gene = 0; gene < shapes.length; gene++) {
      shapes[gene] = median * Math.exp(spread * random.nextGaussian());
    }
    return shapes;
  }
}
