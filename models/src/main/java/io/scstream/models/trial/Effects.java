package io.scstream.models.trial;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.simulate.FactorSimulation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Effects of treatments on simulated cells of real values: the true ones, and additive ones. */
final class Effects {
  private static final int TRUTH = 1500;

  private final FactorSimulation simulation;
  private final List<FactorCell> training;
  private final Map<PairSource.Pair, double[]> known = new HashMap<>();

  Effects(FactorSimulation simulation, List<FactorCell> training) {
    this.simulation = simulation;
    this.training = training;
  }

  Condition condition(PairSource.Pair pair, double dose) {
    return simulation.condition(pair.covariate(), pair.treatment(), dose);
  }

  /** Fresh controls of the pair's covariate. */
  List<Cell> controls(PairSource.Pair pair, int cells) {
    return simulation.draw("asked", pair.covariate(), 0, 0, cells).stream()
        .map(FactorCell::cell)
        .toList();
  }

  /** The difference of means over fresh cells. Not to be written to. */
  double[] actual(PairSource.Pair pair, double dose) {
    return known.computeIfAbsent(
        pair,
        it ->
            difference(
                mean(simulation.draw("truth", it.covariate(), it.treatment(), dose, TRUTH)),
                mean(simulation.draw("truth", it.covariate(), 0, 0, TRUTH))));
  }

  /** The mean over other covariates, but of some pairs, of what the training cells show. */
  double[] additive(PairSource.Pair pair, double dose, Set<PairSource.Pair> without) {
    double[] sum = new double[simulation.genes()];
    int counted = 0;
    for (int covariate = 0; covariate < simulation.covariates(); covariate++) {
      int own = covariate;
      PairSource.Pair other = new PairSource.Pair(covariate, pair.treatment());
      List<FactorCell> treated =
          cells(
              it ->
                  it.covariate() == own && it.treatment() == pair.treatment() && it.dose() == dose);
      if (!other.equals(pair) && !without.contains(other) && !treated.isEmpty()) {
        double[] effect =
            difference(
                mean(treated), mean(cells(it -> it.covariate() == own && it.treatment() == 0)));
        for (int gene = 0; gene < sum.length; gene++) {
          sum[gene] += effect[gene];
        }
        counted++;
      }
    }
    for (int gene = 0; gene < sum.length; gene++) {
      sum[gene] /= Math.max(1, counted);
    }
    return sum;
  }

  private List<FactorCell> cells(Predicate<FactorCell> which) {
    return training.stream().filter(which).toList();
  }

  private double[] mean(List<FactorCell> cells) {
    double[] mean = new double[simulation.genes()];
    for (FactorCell factorCell : cells) {
      Cell cell = factorCell.cell();
      for (int i = 0; i < cell.nonZeros(); i++) {
        mean[cell.gene(i)] += cell.value(i) / cells.size();
      }
    }
    return mean;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int gene = 0; gene < a.length; gene++) {
      difference[gene] = a[gene] - b[gene];
    }
    return difference;
  }
}
