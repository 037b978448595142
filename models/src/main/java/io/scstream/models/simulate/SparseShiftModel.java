package io.scstream.models.simulate;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;

/**
 * Many perturbations, each of which moves one to three of fifteen latent coordinates (Lopez et al.
 * 2023, "Learning Causal Representations of Single Cells via Sparse Mechanism Shift Modeling"). The
 * background code is standard normal, the salient code is the shift, ±N(5, 0.5²) in the moved
 * coordinates and 0 elsewhere, and their sum is mixed into a million counts a cell. Labels of
 * target cells are the perturbations. Proportions sum to 1 over the genes of a cell; the authors'
 * program divides by sums over cells.
 */
final class SparseShiftModel implements GenerativeModel {

  static final int LATENT = 15;
  static final int PERTURBATIONS = 100;
  static final double SHIFT = 5;
  static final double SHIFT_SPREAD = 0.5;
  static final double DEPTH = 1e6;

  private static final int GENES = 100;
  private static final int HIDDEN = 40;
  private static final int MOST_MOVED = 3;
  private static final int SCALE_CELLS = 5000;

  private final double[][] shifts;
  private final Mixing mixing;
  private final double scale;

  SparseShiftModel(long seed) {
    CounterRandom shiftRandom = CounterRandom.of(seed, 0, "shifts");
    this.shifts = new double[PERTURBATIONS][];
    for (int perturbation = 0; perturbation < PERTURBATIONS; perturbation++) {
      shifts[perturbation] = shift(shiftRandom);
    }
    this.mixing =
        Mixing.of(CounterRandom.of(seed, 0, "mixing"), LATENT, HIDDEN, HIDDEN, HIDDEN, GENES);
    CounterRandom scaleRandom = CounterRandom.of(seed, 0, "scale");
    this.scale = 1 / mixing.deviation(SCALE_CELLS, () -> sum(codes(Role.TARGET, scaleRandom)));
  }

  private static double[] shift(CounterRandom random) {
    double[] shift = new double[LATENT];
    int moved = 1 + random.nextInt(MOST_MOVED);
    int[] order = random.permutation(LATENT);
    for (int i = 0; i < moved; i++) {
      double size = SHIFT + SHIFT_SPREAD * random.nextGaussian();
      shift[order[i]] = random.nextInt(2) == 0 ? size : -size;
    }
    return shift;
  }

  private static double[] sum(Codes codes) {
    double[] sum = codes.background().clone();
    for (int k = 0; k < sum.length; k++) {
      sum[k] += codes.salient()[k];
    }
    return sum;
  }

  @Override
  public int genes() {
    return GENES;
  }

  @Override
  public Codes codes(Role role, CounterRandom random) {
    double[] background = Codes.normal(LATENT, 1, random);
    if (role == Role.BACKGROUND) {
      return new Codes(background, new double[LATENT], 0);
    }
    int perturbation = random.nextInt(PERTURBATIONS);
    return new Codes(background, shifts[perturbation], 1 + perturbation);
  }

  /** The expected share of each gene in the counts of a cell; they sum to 1. */
  double[] proportions(Codes codes) {
    double[] proportions = mixing.apply(sum(codes));
    for (int gene = 0; gene < GENES; gene++) {
      proportions[gene] *= scale;
    }
    double sum = CountDraws.exponentiate(proportions);
    for (int gene = 0; gene < GENES; gene++) {
      proportions[gene] /= sum;
    }
    return proportions;
  }

  @Override
  public Cell cell(String id, Role role, Codes codes, CounterRandom random) {
    double[] proportions = proportions(codes);
    int[] counts = new int[GENES];
    for (int gene = 0; gene < GENES; gene++) {
      counts[gene] = CountDraws.largePoisson(random, DEPTH * proportions[gene]);
    }
    return DenseCells.ofCounts(id, role, counts);
  }
}
