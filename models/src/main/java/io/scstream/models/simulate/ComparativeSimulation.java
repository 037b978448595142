package io.scstream.models.simulate;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cells from a comparative generative model with known codes: five shared and five salient standard
 * normal coordinates, a random piecewise affine mixing to fifty genes, softmax, a library size
 * around 2,000 and Poisson counts. Background cells have salient codes of zero. The same seed gives
 * the same model, and each named draw from it the same cells.
 */
public final class ComparativeSimulation {

  /** Genes of every simulated cell. */
  public static final int GENES = 50;

  /** Coordinates of each block. */
  public static final int LATENT = 5;

  private static final int SCALE_CELLS = 5000;
  private static final double LIBRARY_SPREAD = 0.2;
  private static final double GENE_SPREAD = 0.5;
  private static final double MEAN_LIBRARY = 2000;

  private final long seed;
  private final Mixing mixing;
  private final double[] geneOffsets;
  private final double scale;

  private ComparativeSimulation(long seed) {
    this.seed = seed;
    this.mixing = Mixing.of(CounterRandom.of(seed, 0, "mixing"), 2 * LATENT, 20, 20, GENES);
    CounterRandom offsets = CounterRandom.of(seed, 0, "gene-offsets");
    this.geneOffsets = new double[GENES];
    for (int gene = 0; gene < GENES; gene++) {
      geneOffsets[gene] = GENE_SPREAD * offsets.nextGaussian();
    }
    this.scale = 1 / mixedDeviation();
  }

  public static ComparativeSimulation of(long seed) {
    return new ComparativeSimulation(seed);
  }

  private double mixedDeviation() {
    CounterRandom random = CounterRandom.of(seed, 0, "scale");
    double sum = 0;
    double squares = 0;
    for (int cell = 0; cell < SCALE_CELLS; cell++) {
      for (double value : mixing.apply(codes(random, Role.TARGET))) {
        sum += value;
        squares += value * value;
      }
    }
    double n = (double) SCALE_CELLS * GENES;
    return Math.sqrt(squares / n - sum / n * (sum / n));
  }

  /** So many cells of one role; another name draws other cells. */
  public Draw draw(String name, Role role, int cells) {
    CounterRandom random = CounterRandom.of(seed, 0, "cells/" + role + "/" + name);
    List<Cell> drawn = new ArrayList<>(cells);
    float[][] background = new float[cells][LATENT];
    float[][] salient = new float[cells][LATENT];
    for (int i = 0; i < cells; i++) {
      double[] codes = codes(random, role);
      for (int k = 0; k < LATENT; k++) {
        background[i][k] = (float) codes[k];
        salient[i][k] = (float) codes[LATENT + k];
      }
      drawn.add(cell(name + "-" + role + "-" + i, role, codes, random));
    }
    return new Draw(drawn, background, salient);
  }

  private static double[] codes(CounterRandom random, Role role) {
    double[] codes = new double[2 * LATENT];
    int known = role == Role.TARGET ? 2 * LATENT : LATENT;
    for (int k = 0; k < known; k++) {
      codes[k] = random.nextGaussian();
    }
    return codes;
  }

  private Cell cell(String id, Role role, double[] codes, CounterRandom random) {
    double[] expression = mixing.apply(codes);
    double sum = 0;
    for (int gene = 0; gene < GENES; gene++) {
      expression[gene] = Math.exp(scale * expression[gene] + geneOffsets[gene]);
      sum += expression[gene];
    }
    double library = MEAN_LIBRARY * Math.exp(LIBRARY_SPREAD * random.nextGaussian());
    int[] genes = new int[GENES];
    int[] counts = new int[GENES];
    int nonZeros = 0;
    long total = 0;
    for (int gene = 0; gene < GENES; gene++) {
      int count = poisson(random, library * expression[gene] / sum);
      if (count > 0) {
        genes[nonZeros] = gene;
        counts[nonZeros++] = count;
        total += count;
      }
    }
    return Cell.of(
        id,
        role,
        Math.max(1.0, (double) total),
        Arrays.copyOf(genes, nonZeros),
        Arrays.copyOf(counts, nonZeros));
  }

  /** By products of uniforms, in parts small enough not to underflow. */
  private static int poisson(CounterRandom random, double mean) {
    int count = 0;
    for (double rest = mean; rest > 0; rest -= 500) {
      double limit = Math.exp(-Math.min(rest, 500));
      for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
        count++;
      }
    }
    return count;
  }

  /** Cells with the codes that made them. */
  public static final class Draw {
    private final List<Cell> cells;
    private final float[][] background;
    private final float[][] salient;

    private Draw(List<Cell> cells, float[][] background, float[][] salient) {
      this.cells = List.copyOf(cells);
      this.background = background;
      this.salient = salient;
    }

    public List<Cell> cells() {
      return cells;
    }

    /** The true background code of one cell. */
    public float[] background(int cell) {
      return background[cell].clone();
    }

    /** The true salient code of one cell. */
    public float[] salient(int cell) {
      return salient[cell].clone();
    }
  }
}
