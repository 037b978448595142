package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.random.CounterRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Tests of dependence by re-pairing the rows of one block at random. */
public final class Permutations {

  private Permutations() {}

  /**
   * The share of pairings, the given one among them, whose statistic is as large as that of the
   * given one. At least 1/(count + 1), and uniform if the rows are independent (Phipson and Smyth
   * 2010).
   *
   * @param statistic of the order in which the second block's rows are taken
   * @param rows of either block
   * @param count of random pairings, usually 200
   */
  public static double pValue(ToDoubleFunction<int[]> statistic, int rows, int count, long seed) {
    checkInput(count >= 1, "Invalid permutations: %d; expected 1 or more", count);
    double given = statistic.applyAsDouble(identity(rows));
    int asLarge = 1;
    for (int i = 0; i < count; i++) {
      int[] order = CounterRandom.of(seed, i, "evaluate/permutation").permutation(rows);
      if (statistic.applyAsDouble(order) >= given) {
        asLarge++;
      }
    }
    return (double) asLarge / (count + 1);
  }

  /** The rows as they are. */
  public static int[] identity(int rows) {
    return IntStream.range(0, rows).toArray();
  }
}
