package io.scstream.models.evaluate;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimizes a smooth convex function: limited-memory BFGS (Nocedal 1980) with halving of steps
 * until they descend enough. Takes no chances, so the same function gives the same minimum.
 */
final class Lbfgs {

  private static final int MEMORY = 10;
  private static final int MAX_STEPS = 500;
  private static final int MAX_HALVINGS = 40;
  private static final double SUFFICIENT = 1e-4;

  /** Largest component of the gradient at which a point counts as the minimum. */
  private static final double TOLERANCE = 1e-7;

  /** A function and its derivative. */
  interface Objective {
    /** The value at a point; writes the gradient there. */
    double at(double[] point, double[] gradient);
  }

  /** A step taken and the change of gradient along it. */
  private static final class Pair {
    private final double[] step;
    private final double[] change;
    private final double product;

    Pair(double[] step, double[] change, double product) {
      this.step = step;
      this.change = change;
      this.product = product;
    }
  }

  private final Objective objective;
  private final Deque<Pair> newestFirst = new ArrayDeque<>();
  private double[] point;
  private double[] gradient;
  private double value;

  private Lbfgs(Objective objective, double[] start) {
    this.objective = objective;
    this.point = start.clone();
    this.gradient = new double[start.length];
    this.value = objective.at(point, gradient);
  }

  /** The minimum that is reached from a start. */
  static double[] minimize(Objective objective, double[] start) {
    Lbfgs search = new Lbfgs(objective, start);
    int steps = 0;
    while (search.steepest() > TOLERANCE && steps < MAX_STEPS && search.descend()) {
      steps++;
    }
    return search.point;
  }

  private double steepest() {
    return Arrays.stream(gradient).map(Math::abs).max().orElse(0);
  }

  /** One step; false if rounding leaves nothing to gain. */
  private boolean descend() {
    double[] direction = direction();
    double slope = Codes.dot(gradient, direction);
    double size = newestFirst.isEmpty() ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    double[] nextGradient = new double[point.length];
    for (int halving = 0; halving < MAX_HALVINGS; halving++) {
      double[] next = sum(point, direction, size);
      double nextValue = objective.at(next, nextGradient);
      if (nextValue <= value + SUFFICIENT * size * slope) {
        remember(sum(next, point, -1), sum(nextGradient, gradient, -1));
        point = next;
        gradient = nextGradient;
        value = nextValue;
        return true;
      }
      size /= 2;
    }
    return false;
  }

  private void remember(double[] step, double[] change) {
    double product = Codes.dot(step, change);
    // Along a line without curvature the pair would say nothing.
    if (product > 1e-12 * Codes.dot(change, change)) {
      newestFirst.addFirst(new Pair(step, change, product));
      if (newestFirst.size() > MEMORY) {
        newestFirst.removeLast();
      }
    }
  }

  /** Minus the inverse curvature times the gradient, by the two loops over the memory. */
  private double[] direction() {
    double[] direction = sum(new double[point.length], gradient, -1);
    double[] weights = new double[newestFirst.size()];
    int i = 0;
    for (Pair pair : newestFirst) {
      weights[i] = Codes.dot(pair.step, direction) / pair.product;
      direction = sum(direction, pair.change, -weights[i++]);
    }
    if (!newestFirst.isEmpty()) {
      Pair newest = newestFirst.getFirst();
      double scale = newest.product / Codes.dot(newest.change, newest.change);
      for (int k = 0; k < direction.length; k++) {
        direction[k] *= scale;
      }
    }
    for (Iterator<Pair> pairs = newestFirst.descendingIterator(); pairs.hasNext(); ) {
      Pair pair = pairs.next();
      double back = Codes.dot(pair.change, direction) / pair.product;
      direction = sum(direction, pair.step, weights[--i] - back);
    }
    return direction;
  }

  private static double[] sum(double[] first, double[] second, double scale) {
    double[] sum = new double[first.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = first[i] + scale * second[i];
    }
    return sum;
  }
}
