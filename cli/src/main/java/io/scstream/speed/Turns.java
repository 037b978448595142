package io.scstream.speed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cells per second of sides that took turns: a run of steps of the first, a run of the second, and
 * again. The machine has other work; what slows it for a while slows both runs of a pair, so that
 * their ratio says more than either rate, and the median over pairs more than a mean.
 *
 * @param rates of each side, one for each turn
 */
record Turns(List<List<Double>> rates) {
  /** Copies. */
  Turns {
    rates = rates.stream().map(List::copyOf).toList();
  }

  /** Is told of every turn. */
  interface Listener {
    void told(int turn, List<Double> rates);
  }

  /**
   * Lets the sides take turns.
   *
   * @param steps of each side in one turn
   */
  static Turns take(List<? extends Side> sides, int steps, int turns, Listener listener) {
    List<List<Double>> rates = new ArrayList<>();
    sides.forEach(side -> rates.add(new ArrayList<>()));
    for (int turn = 1; turn <= turns; turn++) {
      List<Double> now = new ArrayList<>();
      for (int i = 0; i < sides.size(); i++) {
        Side side = sides.get(i);
        double rate = (double) steps * side.cells() / side.seconds(steps);
        rates.get(i).add(rate);
        now.add(rate);
      }
      listener.told(turn, now);
    }
    return new Turns(rates);
  }

  /** The median over turns of one side's cells per second. */
  double rate(int side) {
    return median(rates.get(side));
  }

  /** The first side's rate over the second's, for each pair. */
  List<Double> ratios() {
    return IntStream.range(0, rates.get(0).size())
        .mapToObj(turn -> rates.get(0).get(turn) / rates.get(1).get(turn))
        .toList();
  }

  double ratio() {
    return median(ratios());
  }

  double leastRatio() {
    return Collections.min(ratios());
  }

  double largestRatio() {
    return Collections.max(ratios());
  }

  /** The middle value; of an even number the mean of the two in the middle. */
  static double median(List<Double> values) {
    return (quantile(values, 0.5) + values.stream().sorted().toList().get(values.size() / 2)) / 2;
  }

  /** The smallest of the values that at least this share of them does not exceed. */
  static double quantile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
  }
}
