package io.scstream.models.simulate;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.Map;

/**
 * The laws of three blocks of three coordinates each, and a mixing of them.
 *
 * <pre>
 * z_x  = m_x[x] + s_x[x] ε
 * z_t  = h(d) m_t[t] + s_t[t] ε         controls: ε times the control width
 * z_tx = h(d) α[x] ∘ β[t] + s_tx[x,t] ε the same
 * </pre>
 *
 * with m ~ U(-3, 3), s ~ U(0.5, 1.5), α ~ ±U(0.5, 1.5) with its mean over covariates taken away, β
 * ~ ±U(1, 3), h(d) = 1.25 d / (d + 0.25). Mixed values are scaled to variance 1, 0.1 N(0, 1) is put
 * on, and every gene is standardised. Counts: the softmax of 1.5 times that, a library exp(N(log
 * 5000, 0.4²)), and gamma noise whose shape is a gene's exp(N(log 10, 0.5²)).
 */
final class FactorModel {
  static final int SIZE = 3;
  static final double CONTROL_WIDTH = 0.1;

  /** Cells of a late stream before its last treatment; half as many before its last covariate. */
  static final int LATE_TREATMENT = 12_000;

  /** Cells after its first one in which a late covariate is seen in controls only. */
  static final int CONTROLS_FIRST = 600;

  private static final double CONTROLS = 0.2;
  private static final double[] DOSES = {0.25, 0.5, 1};
  private static final double CONCENTRATION = 0.3;
  private static final int SCALE_CELLS = 5000;
  private static final double VALUE_SPREAD = 0.1;
  private static final double LOGIT_SCALE = 1.5;
  private static final double LIBRARY = 5000;
  private static final double LIBRARY_SPREAD = 0.4;
  private static final double SHAPE = 10;
  private static final double SHAPE_SPREAD = 0.5;

  private final FactorSettings settings;
  private final double[][] covariateMeans;
  private final double[][] covariateWidths;
  private final double[][] treatmentMeans;
  private final double[][] treatmentWidths;
  private final double[][][] interactionMeans;
  private final double[][][] interactionWidths;
  private final double[][] treatmentShares;
  private final double[] shapes;
  private final Mixing mixing;
  private final GeneScale scale;

  /** Which condition a cell is of; treatment 0 is the control. */
  record Assigned(int covariate, int treatment, double dose) {
    @Override
    public String toString() {
      return "x" + covariate + "-t" + treatment + "-" + dose;
    }
  }

  FactorModel(FactorSettings settings, long seed) {
    this.settings = settings;
    FactorParameters parameters = new FactorParameters(settings, seed);
    this.covariateMeans = parameters.covariateMeans();
    this.covariateWidths = parameters.covariateWidths();
    this.treatmentMeans = parameters.treatmentMeans();
    this.treatmentWidths = parameters.treatmentWidths();
    this.interactionMeans = parameters.interactionMeans();
    this.interactionWidths = parameters.interactionWidths();
    this.treatmentShares = parameters.treatmentShares(CONCENTRATION);
    this.shapes = parameters.shapes(SHAPE, SHAPE_SPREAD);
    this.mixing =
        switch (settings.mixing()) {
          case LINEAR -> mixing(seed, 1, 3 * SIZE, settings.genes());
          case LEAKY -> mixing(seed, 0.5, 3 * SIZE, 6 * SIZE, settings.genes());
          case DEEP -> mixing(seed, 0.2, 3 * SIZE, 6 * SIZE, 6 * SIZE, settings.genes());
        };
    CounterRandom random = CounterRandom.of(seed, 0, "factors/scale");
    this.scale =
        GeneScale.of(SCALE_CELLS, VALUE_SPREAD, () -> mixing.apply(code(even(random), random)));
  }

  private static Mixing mixing(long seed, double slope, int... widths) {
    return Mixing.of(CounterRandom.of(seed, 0, "factors/mixing"), slope, widths);
  }

  FactorSettings settings() {
    return settings;
  }

  /** The condition of the cell at a place of the stream. */
  Assigned assign(int place, CounterRandom random) {
    return switch (settings.presence()) {
      case EVEN -> even(random);
      case CONFOUNDED -> confounded(random);
      case LATE -> late(place, random);
    };
  }

  private Assigned even(CounterRandom random) {
    return assigned(settings.covariates(), settings.treatments(), random);
  }

  /** Even over the first so many covariates and treatments. */
  private static Assigned assigned(int covariates, int treatments, CounterRandom random) {
    int covariate = random.nextInt(covariates);
    if (random.nextDouble() < CONTROLS) {
      return new Assigned(covariate, 0, 0);
    }
    return new Assigned(covariate, 1 + random.nextInt(treatments), dose(random));
  }

  private static double dose(CounterRandom random) {
    return DOSES[random.nextInt(DOSES.length)];
  }

  private Assigned confounded(CounterRandom random) {
    Assigned drawn = even(random);
    if (drawn.treatment == 0) {
      return drawn;
    }
    double rest = random.nextDouble();
    int treatment = 1;
    for (double share : treatmentShares[drawn.covariate]) {
      rest -= share;
      if (rest < 0) {
        break;
      }
      treatment++;
    }
    return new Assigned(drawn.covariate, Math.min(treatment, settings.treatments()), drawn.dose);
  }

  private Assigned late(int place, CounterRandom random) {
    boolean hasCovariate = place >= LATE_TREATMENT / 2;
    boolean hasTreatment = place >= LATE_TREATMENT;
    Assigned drawn =
        assigned(
            settings.covariates() - (hasCovariate ? 0 : 1),
            settings.treatments() - (hasTreatment ? 0 : 1),
            random);
    boolean isControlOnly =
        drawn.covariate == settings.covariates() - 1 && place < LATE_TREATMENT / 2 + CONTROLS_FIRST;
    return isControlOnly ? new Assigned(drawn.covariate, 0, 0) : drawn;
  }

  /** All three blocks. */
  double[] code(Assigned assigned, CounterRandom random) {
    int x = assigned.covariate;
    int t = assigned.treatment;
    double response = response(assigned.dose);
    double[] code = new double[3 * SIZE];
    for (int k = 0; k < SIZE; k++) {
      code[k] = covariateMeans[x][k] + covariateWidths[x][k] * random.nextGaussian();
      code[SIZE + k] =
          response * interactionMeans[x][t][k] + interactionWidths[x][t][k] * random.nextGaussian();
      code[2 * SIZE + k] =
          response * treatmentMeans[t][k] + treatmentWidths[t][k] * random.nextGaussian();
    }
    return code;
  }

  /** 0 at 0 and 1 at 1. */
  static double response(double dose) {
    return 1.25 * dose / (dose + 0.25);
  }

  FactorCell cell(String id, Assigned assigned, CounterRandom random) {
    double[] code = code(assigned, random);
    double[] values = scale.standardized(mixing.apply(code));
    for (int gene = 0; gene < values.length; gene++) {
      values[gene] += scale.noise(gene) * random.nextGaussian();
    }
    Role role = assigned.treatment == 0 ? Role.BACKGROUND : Role.TARGET;
    Cell cell =
        settings.areCounts()
            ? DenseCells.ofCounts(id, role, counts(values, random))
            : DenseCells.ofValues(id, role, values);
    return new FactorCell(
        cell.under(condition(assigned)),
        assigned.covariate,
        assigned.treatment,
        assigned.dose,
        new FactorCell.Factors(code));
  }

  private int[] counts(double[] values, CounterRandom random) {
    double[] rates = new double[values.length];
    for (int gene = 0; gene < rates.length; gene++) {
      rates[gene] = LOGIT_SCALE * values[gene];
    }
    double sum = CountDraws.exponentiate(rates);
    double library = LIBRARY * Math.exp(LIBRARY_SPREAD * random.nextGaussian());
    int[] counts = new int[rates.length];
    for (int gene = 0; gene < counts.length; gene++) {
      double mean = library * rates[gene] / sum;
      double noise = CountDraws.gamma(random, shapes[gene]) / shapes[gene];
      counts[gene] = CountDraws.largePoisson(random, mean * noise);
    }
    return counts;
  }

  Condition condition(Assigned assigned) {
    Condition control = Condition.of(Map.of(FactorRecipe.COVARIATE, "x" + assigned.covariate));
    return assigned.treatment == 0
        ? control
        : control.treated("t" + assigned.treatment, assigned.dose);
  }
}
