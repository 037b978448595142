package io.scstream.models.simulate;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.Noise;
import java.util.Arrays;

/**
 * Five shared and five salient standard normal coordinates, or five salient ones for each group of
 * target cells, of which a cell has its own group's and zeros else; a random piecewise affine
 * mixing of unit spread over target cells and genes, and noise of four kinds:
 *
 * <ul>
 *   <li>Gaussian: plus 0.1 N(0, 1);
 *   <li>Poisson: plus an offset N(0, 0.5²) per gene; softmax; counts around library size times
 *       proportion, the library size being a median times exp(0.2 N(0, 1));
 *   <li>negative binomial: like Poisson, each mean times a gamma variable of mean 1 and variance
 *       1/5, so that θ = 5;
 *   <li>Bernoulli: a one with probability sigmoid(2 · mixed).
 * </ul>
 */
final class NetworkModel implements GenerativeModel {

  static final int LATENT = 5;
  static final int INVERSE_DISPERSION = 5;
  static final double LIBRARY_SPREAD = 0.2;
  static final double VALUE_SPREAD = 0.1;
  static final double LOGIT_SCALE = 2;

  private static final int SCALE_CELLS = 5000;
  private static final double GENE_SPREAD = 0.5;

  private final Settings settings;
  private final Mixing mixing;
  private final double scale;
  private final double[] geneOffsets;

  /**
   * What tells the recipes of this family apart.
   *
   * @param layers hidden layers of the mixing
   * @param backgroundLibrary the median library size of background cells
   * @param groups of target cells
   */
  record Settings(
      Noise noise,
      int genes,
      int hidden,
      int layers,
      double backgroundLibrary,
      double targetLibrary,
      int groups) {

    Settings {
      checkConfig(
          noise != Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL,
          "Invalid noise of a simulation: %s; expected one without zero inflation",
          noise);
    }

    /** 50 genes, mixed by 20 and 20 hidden units, library sizes around 2,000. */
    static Settings small(Noise noise) {
      return new Settings(noise, 50, 20, 2, 2000, 2000, 1);
    }

    /** 200 genes, mixed by three times 40 hidden units, Poisson counts. */
    static Settings medium() {
      return new Settings(Noise.POISSON, 200, 40, 3, 2000, 2000, 1);
    }

    /** Small, with targets sequenced twenty times deeper. */
    static Settings unequalDepth() {
      return new Settings(Noise.POISSON, 50, 20, 2, 400, 8000, 1);
    }

    /** Small, with several groups of target cells. */
    static Settings grouped(int groups) {
      return new Settings(Noise.POISSON, 50, 20, 2, 2000, 2000, groups);
    }

    private int[] widths() {
      int[] widths = new int[layers + 2];
      Arrays.fill(widths, hidden);
      widths[0] = (1 + groups) * LATENT;
      widths[layers + 1] = genes;
      return widths;
    }
  }

  NetworkModel(Settings settings, long seed) {
    this.settings = settings;
    this.mixing = Mixing.of(CounterRandom.of(seed, 0, "mixing"), settings.widths());
    this.geneOffsets =
        isCounted()
            ? Codes.normal(settings.genes, GENE_SPREAD, CounterRandom.of(seed, 0, "gene-offsets"))
            : new double[settings.genes];
    CounterRandom random = CounterRandom.of(seed, 0, "scale");
    this.scale = 1 / mixing.deviation(SCALE_CELLS, () -> codes(Role.TARGET, random).joined());
  }

  private boolean isCounted() {
    return settings.noise == Noise.POISSON || settings.noise == Noise.NEGATIVE_BINOMIAL;
  }

  @Override
  public int genes() {
    return settings.genes;
  }

  @Override
  public Codes codes(Role role, CounterRandom random) {
    double[] background = Codes.normal(LATENT, 1, random);
    double[] salient = new double[settings.groups * LATENT];
    if (role == Role.BACKGROUND) {
      return new Codes(background, salient, 0);
    }
    int group = settings.groups == 1 ? 0 : random.nextInt(settings.groups);
    System.arraycopy(Codes.normal(LATENT, 1, random), 0, salient, group * LATENT, LATENT);
    return new Codes(background, salient, 1 + group);
  }

  /** What the noise is put on, one number for each gene. */
  double[] mixed(Codes codes) {
    double[] mixed = mixing.apply(codes.joined());
    for (int gene = 0; gene < mixed.length; gene++) {
      mixed[gene] = scale * mixed[gene] + geneOffsets[gene];
    }
    return mixed;
  }

  @Override
  public Cell cell(String id, Role role, Codes codes, CounterRandom random) {
    double[] mixed = mixed(codes);
    Cell cell =
        switch (settings.noise) {
          case GAUSSIAN -> DenseCells.ofValues(id, role, values(mixed, random));
          case BERNOULLI -> DenseCells.ofCounts(id, role, seen(mixed, random));
          default -> DenseCells.ofCounts(id, role, counts(role, mixed, random));
        };
    return role == Role.TARGET ? cell.inGroup(codes.label() - 1) : cell;
  }

  private static double[] values(double[] mixed, CounterRandom random) {
    for (int gene = 0; gene < mixed.length; gene++) {
      mixed[gene] += VALUE_SPREAD * random.nextGaussian();
    }
    return mixed;
  }

  private static int[] seen(double[] mixed, CounterRandom random) {
    int[] seen = new int[mixed.length];
    for (int gene = 0; gene < seen.length; gene++) {
      double probability = 1 / (1 + Math.exp(-LOGIT_SCALE * mixed[gene]));
      seen[gene] = random.nextDouble() < probability ? 1 : 0;
    }
    return seen;
  }

  private int[] counts(Role role, double[] logits, CounterRandom random) {
    double sum = CountDraws.exponentiate(logits);
    double median = role == Role.TARGET ? settings.targetLibrary : settings.backgroundLibrary;
    double library = median * Math.exp(LIBRARY_SPREAD * random.nextGaussian());
    int[] counts = new int[logits.length];
    for (int gene = 0; gene < counts.length; gene++) {
      double mean = library * logits[gene] / sum;
      if (settings.noise == Noise.NEGATIVE_BINOMIAL) {
        mean *= CountDraws.erlang(random, INVERSE_DISPERSION) / INVERSE_DISPERSION;
      }
      counts[gene] = CountDraws.poisson(random, mean);
    }
    return counts;
  }
}
