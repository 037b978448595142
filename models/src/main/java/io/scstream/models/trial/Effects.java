package io.scstream.models.trial;

import io.scstream.models.data.Cell;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.simulate.FactorSimulation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Effects of treatments on simulated cells of real values: the true ones, and additive ones. */
final class Effects {
  private static final int TRUTH = 1500;

  private final FactorSimulation simulation;
  private final List<FactorCell> training;
  private final Map<PairTrial.Pair, double[]> known = new HashMap<>();

  Effects(FactorSimulation simulation, List<FactorCell> training) {
    this.simulation = simulation;
    this.training = training;
  }

  /** The difference of means over fresh cells. Not to be written to. */
  double[] actual(PairTrial.Pair pair, double dose) {
    return known.computeIfAbsent(
        pair,
        it ->
            difference(
                mean(simulation.draw("truth", it.covariate(), it.treatment(), dose, TRUTH)),
                mean(simulation.draw("truth", it.covariate(), 0, 0, TRUTH))));
  }

  /** The mean over other covariates of what the training cells show. */
  double[] additive(PairTrial.Pair pair, double dose) {
    double[] sum = new double[simulation.genes()];
    int counted = 0;
    for (int covariate = 0; covariate < simulation.covariates(); covariate++) {
      int own = covariate;
      List<FactorCell> treated =
          cells(
              it ->
                  it.covariate() == own && it.treatment() == pair.treatment() && it.dose() == dose);
      if (covariate != pair.covariate() && !treated.isEmpty()) {
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

  /** The correlation of two effects over genes; 0 where one is constant. */
  static double pearson(double[] a, double[] b) {
    double meanA = 0;
    double meanB = 0;
    for (int gene = 0; gene < a.length; gene++) {
      meanA += a[gene] / a.length;
      meanB += b[gene] / b.length;
    }
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int gene = 0; gene < a.length; gene++) {
      product += (a[gene] - meanA) * (b[gene] - meanB);
      squareA += Math.pow(a[gene] - meanA, 2);
      squareB += Math.pow(b[gene] - meanB, 2);
    }
    return squareA == 0 || squareB == 0 ? 0 : product / Math.sqrt(squareA * squareB);
  }

  /** ‖predicted − actual‖ / ‖actual‖: 1 for no effect at all. */
  static double relativeError(double[] predicted, double[] actual) {
    double error = 0;
    double length = 0;
    for (int gene = 0; gene < actual.length; gene++) {
      error += Math.pow(predicted[gene] - actual[gene], 2);
      length += actual[gene] * actual[gene];
    }
    return Math.sqrt(error / length);
  }
}
