package io.scstream.models.trial.factor;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.data.Cell;
import io.scstream.models.evaluate.independence.StratifiedTest;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Several factorized models that learn from the same cells. How far blocks are apart depends on the
 * first weights, and neither the bound nor more steps tell or mend it: a coordinate of the
 * interaction may lie in the treatment's block for good. What blocks know of each other does tell,
 * and needs no truth and no cell that was not learned from.
 *
 * @param count one fits without a choice
 */
public record Replicas(int count) {
  private static final StratifiedTest.Options EFFECTS = new StratifiedTest.Options(1, 100, 3);
  private static final int CELLS = 2000;
  private static final long NEXT = 1000;

  /** Checks. */
  public Replicas {
    checkConfig(count > 0, "Invalid replicas: %d; expected a positive number", count);
  }

  /**
   * The one whose blocks depend least on each other and on labels that they are not to know, as
   * cells that it learned from show; whoever calls closes it.
   *
   * @param progress takes the number of every step, over all replicas
   */
  public OnlineLearner fit(FactorData data, int steps, long seed, LongConsumer progress) {
    List<OnlineLearner> models = new ArrayList<>();
    int best = 0;
    try {
      double least = Double.POSITIVE_INFINITY;
      for (int replica = 0; replica < count; replica++) {
        long before = (long) replica * steps;
        OnlineLearner model =
            new FactorizedFit(data.sizes(), steps, seed + NEXT * replica)
                .fit(data.training(), data.covariates(), step -> progress.accept(before + step));
        models.add(model);
        double dependence = count == 1 ? 0 : dependence(model, data, seed);
        if (dependence < least) {
          least = dependence;
          best = replica;
        }
      }
      return models.remove(best);
    } finally {
      models.forEach(OnlineLearner::close);
    }
  }

  /** The sum over all four claims of what there is against them. */
  static double dependence(OnlineLearner model, FactorData data, long seed) {
    int[] order = CounterRandom.of(seed, 0, "replicas/cells").permutation(data.training().size());
    List<Cell> cells = Arrays.stream(order).limit(CELLS).mapToObj(data.training()::get).toList();
    BlockCodes codes = FactorizedCodes.of(model, cells, FactorizedCodes.Labels.MASKED);
    Independence found = Independence.of(codes, EFFECTS, seed);
    return Arrays.stream(Independence.Claim.values())
        .mapToDouble(claim -> Math.max(0, found.claim(claim).effect()))
        .sum();
  }
}
