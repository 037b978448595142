package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

/** The weights of a stream's cells, halved with every so many later ones. */
final class Recency {

  /** Numbers that {@link #write} writes. */
  static final int SIZE = 2;

  private final double kept;
  private double weight;
  private double squares;

  private Recency(double kept, double weight, double squares) {
    this.kept = kept;
    this.weight = weight;
    this.squares = squares;
  }

  /**
   * Of no cells.
   *
   * @param halfLife in cells
   */
  static Recency of(double halfLife) {
    checkConfig(halfLife > 0, "Invalid half-life: %s; expected a positive number", halfLife);
    return new Recency(Math.pow(0.5, 1 / halfLife), 0, 0);
  }

  /** Takes in a cell of weight 1; gives its share of the whole, by which means are moved. */
  double add() {
    weight = kept * weight + 1;
    squares = kept * kept * squares + 1;
    return 1 / weight;
  }

  /** Takes in the cells of another stream; gives their share of the whole. */
  double add(Recency other) {
    weight += other.weight;
    squares += other.squares;
    return weight > 0 ? other.weight / weight : 0;
  }

  /** The number of equally weighted cells whose mean would be as sure. */
  double effectiveCells() {
    return weight > 0 ? weight * weight / squares : 0;
  }

  void write(double[] state, int at) {
    state[at] = weight;
    state[at + 1] = squares;
  }

  void read(double[] state, int at) {
    checkInput(
        state[at] >= 0 && state[at + 1] >= 0 && Double.isFinite(state[at] + state[at + 1]),
        "Invalid weights: %s and %s; expected numbers of 0 or more",
        state[at],
        state[at + 1]);
    weight = state[at];
    squares = state[at + 1];
  }

  /** Moves a mean towards a value by its share. */
  static void move(double[] mean, double[] value, double share) {
    for (int i = 0; i < mean.length; i++) {
      mean[i] += share * (value[i] - mean[i]);
    }
  }
}
