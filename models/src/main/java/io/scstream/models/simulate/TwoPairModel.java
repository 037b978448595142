package io.scstream.models.simulate;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;

/**
 * A shared pair of coordinates with standard deviation 3 and a salient pair with 0.5, seen through
 * a random 4×4 matrix without noise (Abid and Zou 2019, "Contrastive Variational Autoencoder
 * Enhances Salient Features"). The leaky kind goes on: LeakyReLU, a second matrix, its mirror image
 * that keeps the negative side, a third matrix. Labels of target cells are 1 or 2, by the sign of
 * the first salient coordinate.
 *
 * <p>Both roles go through one map. The authors' program leaves the last two steps out for
 * background cells and centres each role by itself, which no common decoder can follow.
 */
final class TwoPairModel implements GenerativeModel {

  static final double BACKGROUND_SPREAD = 3;
  static final double SALIENT_SPREAD = 0.5;
  static final double SLOPE = 0.01;

  private static final int PAIR = 2;
  private static final int GENES = 4;

  private final double[][] first;
  private final double[][] second;
  private final double[][] third;
  private final Kind kind;

  /** The map from codes to genes. */
  enum Kind {
    LINEAR,
    LEAKY
  }

  TwoPairModel(Kind kind, long seed) {
    this.kind = kind;
    this.first = matrix(CounterRandom.of(seed, 0, "matrix/first"));
    this.second = matrix(CounterRandom.of(seed, 0, "matrix/second"));
    this.third = matrix(CounterRandom.of(seed, 0, "matrix/third"));
  }

  private static double[][] matrix(CounterRandom random) {
    double[][] matrix = new double[GENES][];
    for (int row = 0; row < GENES; row++) {
      matrix[row] = Codes.normal(GENES, 1, random);
    }
    return matrix;
  }

  @Override
  public int genes() {
    return GENES;
  }

  @Override
  public Codes codes(Role role, CounterRandom random) {
    double[] background = Codes.normal(PAIR, BACKGROUND_SPREAD, random);
    if (role == Role.BACKGROUND) {
      return new Codes(background, new double[PAIR], 0);
    }
    double[] salient = Codes.normal(PAIR, SALIENT_SPREAD, random);
    return new Codes(background, salient, salient[0] > 0 ? 2 : 1);
  }

  @Override
  public Cell cell(String id, Role role, Codes codes, CounterRandom random) {
    return DenseCells.ofValues(id, role, mixed(codes.joined()));
  }

  /** The genes of the four coordinates, background first. */
  double[] mixed(double[] codes) {
    double[] mixed = times(codes, first);
    if (kind == Kind.LINEAR) {
      return mixed;
    }
    for (int i = 0; i < GENES; i++) {
      mixed[i] = Math.max(mixed[i], SLOPE * mixed[i]);
    }
    double[] next = times(mixed, second);
    for (int i = 0; i < GENES; i++) {
      next[i] = Math.min(next[i], SLOPE * next[i]);
    }
    return times(next, third);
  }

  private static double[] times(double[] row, double[][] matrix) {
    double[] product = new double[GENES];
    for (int i = 0; i < GENES; i++) {
      for (int k = 0; k < GENES; k++) {
        product[k] += row[i] * matrix[i][k];
      }
    }
    return product;
  }
}
