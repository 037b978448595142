package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.calibrate.WithheldPair;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.simulate.FactorSimulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Pairs of simulated cells of real values. The truth is the difference of means over fresh cells at
 * dose 1.
 */
public final class SimulatedPairs implements PairSource {
  private static final double DOSE = 1;
  private static final int ASKED = 250;

  private final FactorTrial.Form form;
  private final long shift;
  private final FactorSimulation simulation;
  private final List<FactorCell> cells;
  private final Effects effects;

  /**
   * So many cells of one data set.
   *
   * @param seed of the cells, and of which pairs make a fold
   * @param round moves all folds on by so many
   */
  public SimulatedPairs(
      FactorRecipe recipe, FactorTrial.Form form, long seed, int round, int cells) {
    checkConfig(recipe != FactorRecipe.S2, "Invalid recipe: %s; expected one of real values", "s2");
    this.form = form;
    this.shift = seed + round;
    this.simulation = recipe.simulate(seed);
    this.cells = simulation.draw("train", cells);
    this.effects = new Effects(simulation, this.cells);
  }

  @Override
  public List<Pair> fold(int number) {
    List<Pair> pairs = new ArrayList<>();
    if (number < simulation.covariates()) {
      for (int treatment = 1; treatment <= simulation.treatments(); treatment++) {
        long covariate = (treatment + number + shift) % simulation.covariates();
        pairs.add(new Pair((int) covariate, treatment));
      }
    }
    return pairs;
  }

  private static Pair pair(FactorCell cell) {
    return new Pair(cell.covariate(), cell.treatment());
  }

  @Override
  public OnlineLearner fit(Set<Pair> without, Fit fit) {
    return new FactorTrial(form, fit.seed(), fit.steps())
        .fit(
            cells.stream().filter(cell -> !without.contains(pair(cell))).toList(),
            simulation.genes(),
            FactorRecipe.COVARIATE,
            fit.progress());
  }

  @Override
  public WithheldPair known(Pair pair) {
    return WithheldPair.known(
        effects.condition(pair, DOSE), effects.controls(pair, ASKED), effects.actual(pair, DOSE));
  }

  @Override
  public double[] additive(Pair pair, Set<Pair> without) {
    return effects.additive(pair, DOSE, without);
  }
}
