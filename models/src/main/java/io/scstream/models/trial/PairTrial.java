package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.data.Cell;
import io.scstream.models.factorized.Backing;
import io.scstream.models.factorized.Question;
import io.scstream.models.factorized.Response;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.Responses;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.simulate.FactorSimulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.DoubleStream;

/**
 * Effects of treatments in covariates that they were never seen in. One pair of each treatment is
 * left out to be predicted, and as many others to choose λ* and the width of intervals by; several
 * replicas learn from all other cells. The truth is the difference of means over fresh cells at
 * dose 1. Real values only.
 *
 * @param seed of cells, models and pairs
 * @param round which pairs are left out; six rounds are all
 * @param replicas models that learn side by side
 */
public record PairTrial(
    FactorRecipe recipe, FactorTrial.Form form, long seed, int round, int replicas, Sizes sizes) {
  private static final List<Double> SHARES = List.of(0.0, 0.25, 0.5, 0.75, 1.0);
  private static final double DOSE = 1;
  private static final int ASKED = 250;
  private static final double COVERED = 0.9;

  /** Cells to train on, and steps of every model. */
  public record Sizes(int cells, int steps) {}

  /** Checks. */
  public PairTrial {
    checkConfig(replicas > 0, "Invalid replicas: %d; expected a positive number", replicas);
    checkConfig(recipe != FactorRecipe.S2, "Invalid recipe: %s; expected one of real values", "s2");
  }

  /** A treatment, from 1, in cells of a covariate, from 0. */
  public record Pair(int covariate, int treatment) {}

  /**
   * How well the effect in one pair was predicted.
   *
   * @param pair that was left out
   * @param backing what the answer rested on
   * @param model by the factorized model
   * @param plain by the same model without its interaction
   * @param additive by the mean effect in other covariates
   * @param covered share of genes whose effect lies in the interval
   */
  public record Row(
      Pair pair, Backing backing, Fit model, Fit plain, Fit additive, double covered) {}

  /**
   * How near an effect is to the true one.
   *
   * @param pearson correlation over genes
   * @param error length of the difference over that of the true effect: 1 for no effect at all
   */
  public record Fit(double pearson, double error) {
    static Fit of(double[] predicted, double[] actual) {
      return new Fit(Effects.pearson(predicted, actual), Effects.relativeError(predicted, actual));
    }
  }

  /**
   * All pairs of a round.
   *
   * @param shares λ* that each replica chose
   * @param chosen the replica that answers, the one with the smallest error on calibration pairs
   * @param width by which spreads are multiplied
   */
  public record Result(List<Row> rows, List<Double> shares, int chosen, double width) {
    /** Copies. */
    public Result {
      rows = List.copyOf(rows);
      shares = List.copyOf(shares);
    }
  }

  private Pair pair(int treatment, int shift, FactorSimulation simulation) {
    long covariate = (treatment + round + shift + seed) % simulation.covariates();
    return new Pair((int) covariate, treatment);
  }

  private List<Pair> pairs(int shift, FactorSimulation simulation) {
    List<Pair> pairs = new ArrayList<>();
    for (int treatment = 1; treatment <= simulation.treatments(); treatment++) {
      pairs.add(pair(treatment, shift, simulation));
    }
    return pairs;
  }

  /**
   * Trains all replicas and asks them.
   *
   * @param progress takes the number of every step, over all replicas
   */
  public Result run(LongConsumer progress) {
    FactorSimulation simulation = recipe.simulate(seed);
    List<Pair> tested = pairs(0, simulation);
    List<Pair> calibrating = pairs(simulation.covariates() / 2, simulation);
    List<FactorCell> training =
        simulation.draw("train", sizes.cells()).stream()
            .filter(cell -> !isOf(cell, tested) && !isOf(cell, calibrating))
            .toList();
    Effects effects = new Effects(simulation, training);
    List<Replica> models = new ArrayList<>();
    try {
      for (int replica = 0; replica < replicas; replica++) {
        long before = (long) replica * sizes.steps();
        models.add(replica(replica, training, simulation, step -> progress.accept(before + step)));
      }
      return judged(models, new Pairs(tested, calibrating), effects);
    } finally {
      models.forEach(it -> it.model.close());
    }
  }

  private static boolean isOf(FactorCell cell, List<Pair> pairs) {
    return pairs.contains(new Pair(cell.covariate(), cell.treatment()));
  }

  private record Pairs(List<Pair> tested, List<Pair> calibrating) {}

  private record Replica(Responses model, FactorSimulation simulation) {
    double[] effect(Pair pair, double share) {
      return answer(pair, share).effect();
    }

    Response answer(Pair pair, double share) {
      List<Cell> controls =
          simulation.draw("asked", pair.covariate, 0, 0, ASKED).stream()
              .map(FactorCell::cell)
              .toList();
      Question question =
          Question.of(simulation.condition(pair.covariate, pair.treatment, DOSE)).withUnseen(share);
      return model.respond(controls, question);
    }
  }

  private Replica replica(
      int number, List<FactorCell> training, FactorSimulation simulation, LongConsumer progress) {
    FactorTrial trial = new FactorTrial(form, seed * 100 + number, sizes.steps());
    try (OnlineLearner learner =
        trial.fit(training, simulation.genes(), FactorRecipe.COVARIATE, progress)) {
      byte[] weights = learner.snapshot().weightsSafetensors();
      return new Replica(Responses.restore(weights, "cpu"), simulation);
    }
  }

  private static Result judged(List<Replica> models, Pairs pairs, Effects effects) {
    List<Double> shares = models.stream().map(it -> share(it, pairs, effects)).toList();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      order.add(i);
    }
    int chosen =
        order.stream()
            .min(
                Comparator.comparingDouble(
                    i -> error(models.get(i), pairs.calibrating, shares.get(i), effects)))
            .orElseThrow();
    Intervals intervals = new Intervals(models, shares, effects);
    double width = intervals.width(pairs.calibrating);
    List<Row> rows = new ArrayList<>();
    for (Pair pair : pairs.tested) {
      double[] actual = effects.actual(pair, DOSE);
      Response answer = models.get(chosen).answer(pair, shares.get(chosen));
      rows.add(
          new Row(
              pair,
              answer.backing(),
              Fit.of(answer.effect(), actual),
              Fit.of(models.get(chosen).effect(pair, 0), actual),
              Fit.of(effects.additive(pair, DOSE), actual),
              intervals.covered(pair, width)));
    }
    return new Result(rows, shares, chosen, width);
  }

  /** λ* with the smallest error on pairs that were withheld for this. */
  private static double share(Replica model, Pairs pairs, Effects effects) {
    return SHARES.stream()
        .min(Comparator.comparingDouble(it -> error(model, pairs.calibrating, it, effects)))
        .orElseThrow();
  }

  private static double error(Replica model, List<Pair> pairs, double share, Effects effects) {
    return pairs.stream()
        .mapToDouble(
            pair -> Effects.relativeError(model.effect(pair, share), effects.actual(pair, DOSE)))
        .average()
        .orElseThrow();
  }

  /** Intervals around the mean effect of all replicas. */
  private record Intervals(List<Replica> models, List<Double> shares, Effects effects) {

    /** How many deviations the true effect of every gene is away. */
    private double[] distances(Pair pair) {
      double[] actual = effects.actual(pair, DOSE);
      double[] sum = new double[actual.length];
      double[] squares = new double[actual.length];
      double[] within = new double[actual.length];
      for (int i = 0; i < models.size(); i++) {
        Response answer = models.get(i).answer(pair, shares.get(i));
        for (int gene = 0; gene < actual.length; gene++) {
          sum[gene] += answer.effect()[gene] / models.size();
          squares[gene] += Math.pow(answer.effect()[gene], 2) / models.size();
          within[gene] += Math.pow(answer.spread()[gene], 2) / models.size();
        }
      }
      double[] distances = new double[actual.length];
      for (int gene = 0; gene < actual.length; gene++) {
        double between = Math.max(0, squares[gene] - sum[gene] * sum[gene]);
        distances[gene] =
            Math.abs(actual[gene] - sum[gene]) / Math.sqrt(between + within[gene] + 1e-12);
      }
      return distances;
    }

    /** Which nine in ten of the genes of these pairs are within. */
    double width(List<Pair> pairs) {
      double[] all = pairs.stream().flatMapToDouble(pair -> stream(distances(pair))).toArray();
      Arrays.sort(all);
      return all[(int) Math.ceil(COVERED * all.length) - 1];
    }

    private static DoubleStream stream(double[] values) {
      return Arrays.stream(values);
    }

    double covered(Pair pair, double width) {
      return stream(distances(pair)).map(it -> it <= width ? 1 : 0).average().orElseThrow();
    }
  }
}
