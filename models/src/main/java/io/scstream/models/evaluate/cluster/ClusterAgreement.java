package io.scstream.models.evaluate.cluster;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.evaluate.Labels;

/**
 * How far two groupings of the same cells agree, whatever the groups are called.
 *
 * @param adjustedRand pairs of cells that both treat alike, 0 as by chance, 1 for equal groupings
 *     (Hubert and Arabie 1985)
 * @param normalizedInformation mutual information over the mean of both entropies, from 0 to 1;
 *     above 0 by chance where groups are many and small
 */
public record ClusterAgreement(double adjustedRand, double normalizedInformation) {

  /** Two groupings of the same cells, at least 2. */
  public static ClusterAgreement of(Labels first, Labels second) {
    checkInput(
        first.cells() == second.cells() && first.cells() >= 2,
        "Invalid labels: of %d and of %d cells; expected the same number, 2 or more",
        first.cells(),
        second.cells());
    int[][] table = new int[first.count()][second.count()];
    for (int cell = 0; cell < first.cells(); cell++) {
      table[first.group(cell)][second.group(cell)]++;
    }
    return new ClusterAgreement(
        adjustedRand(table, first, second), normalizedInformation(table, first, second));
  }

  private static double adjustedRand(int[][] table, Labels first, Labels second) {
    double together = 0;
    for (int[] row : table) {
      for (int cells : row) {
        together += pairs(cells);
      }
    }
    double inFirst = pairsWithin(first);
    double inSecond = pairsWithin(second);
    double byChance = inFirst * inSecond / pairs(first.cells());
    double most = (inFirst + inSecond) / 2;
    // No room above chance: all cells in one group, or each in its own, in both groupings.
    return most == byChance ? 1 : (together - byChance) / (most - byChance);
  }

  private static double normalizedInformation(int[][] table, Labels first, Labels second) {
    double n = first.cells();
    double information = 0;
    for (int i = 0; i < table.length; i++) {
      for (int j = 0; j < table[i].length; j++) {
        if (table[i][j] > 0) {
          double expected = first.size(i) / n * second.size(j);
          information += table[i][j] / n * Math.log(table[i][j] / expected);
        }
      }
    }
    double mean = (first.entropy() + second.entropy()) / 2;
    return mean > 0 ? Math.min(1, Math.max(0, information) / mean) : 1;
  }

  private static double pairsWithin(Labels labels) {
    double sum = 0;
    for (int group = 0; group < labels.count(); group++) {
      sum += pairs(labels.size(group));
    }
    return sum;
  }

  private static double pairs(double cells) {
    return cells * (cells - 1) / 2;
  }
}
