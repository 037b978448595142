package io.scstream.models.drift.signal;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.memory.RememberedCell;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much worse than expected a model explains cells: what remains of minus the ELBO after a line
 * in the log library size with a level for each stratum, fitted to reference cells by least
 * squares. Deep cells have more to explain, and that is no drift.
 */
public final class ElboResidual {
  private final SortedMap<String, double[]> sums = new TreeMap<>();
  private final double slope;
  private final double meanSize;
  private final double meanLoss;

  private ElboResidual(List<RememberedCell> cells, double[] elbo) {
    check(cells, elbo);
    double[] all = new double[3];
    for (int i = 0; i < elbo.length; i++) {
      double size = size(cells.get(i));
      add(all, size, -elbo[i]);
      add(sums.computeIfAbsent(cells.get(i).stratum(), ignored -> new double[3]), size, -elbo[i]);
    }
    this.meanSize = all[1] / all[0];
    this.meanLoss = all[2] / all[0];
    double within = 0;
    double together = 0;
    for (int i = 0; i < elbo.length; i++) {
      double[] sum = sums.getOrDefault(cells.get(i).stratum(), all);
      double gap = size(cells.get(i)) - sum[1] / sum[0];
      within += gap * gap;
      together += gap * (-elbo[i] - sum[2] / sum[0]);
    }
    this.slope = within > 0 ? together / within : 0;
  }

  private static void add(double[] sum, double size, double loss) {
    sum[0]++;
    sum[1] += size;
    sum[2] += loss;
  }

  /**
   * The line of reference cells.
   *
   * @param cells 1 or more
   * @param elbo of each, in nats, finite; larger is better
   */
  public static ElboResidual of(List<RememberedCell> cells, double[] elbo) {
    return new ElboResidual(cells, elbo);
  }

  /**
   * Mean nats per cell that a batch's cells are worse than the line; those of new strata than all.
   */
  public double measure(List<RememberedCell> cells, double[] elbo) {
    check(cells, elbo);
    double sum = 0;
    for (int i = 0; i < elbo.length; i++) {
      double[] stratum = sums.get(cells.get(i).stratum());
      double size = stratum == null ? meanSize : stratum[1] / stratum[0];
      double loss = stratum == null ? meanLoss : stratum[2] / stratum[0];
      sum += -elbo[i] - loss - slope * (size(cells.get(i)) - size);
    }
    return sum / elbo.length;
  }

  private static double size(RememberedCell cell) {
    return Math.log(cell.cell().librarySize());
  }

  private static void check(List<RememberedCell> cells, double[] elbo) {
    checkInput(
        cells.size() == elbo.length && elbo.length > 0,
        "Invalid ELBO: %d values for %d cells; expected one each, and 1 or more",
        elbo.length,
        cells.size());
    for (double value : elbo) {
      checkInput(Double.isFinite(value), "Invalid ELBO: %s; expected a finite number", value);
    }
  }
}
