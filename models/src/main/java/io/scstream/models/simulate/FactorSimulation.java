package io.scstream.models.simulate;

import io.scstream.models.data.Condition;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/** A source of simulated cells with known blocks. The same name gives the same cells. */
public final class FactorSimulation {
  private final FactorModel model;
  private final long seed;

  FactorSimulation(FactorModel model, long seed) {
    this.model = model;
    this.seed = seed;
  }

  /** Genes of every cell. */
  public int genes() {
    return model.settings().genes();
  }

  /** How many values the covariate has; they are numbered from 0. */
  public int covariates() {
    return model.settings().covariates();
  }

  /** How many treatments there are beside the control; they are numbered from 1. */
  public int treatments() {
    return model.settings().treatments();
  }

  /** So many cells in the order of the stream. */
  public List<FactorCell> draw(String name, int cells) {
    CounterRandom random = CounterRandom.of(seed, 0, "factors/cells/" + name);
    List<FactorCell> drawn = new ArrayList<>();
    for (int i = 0; i < cells; i++) {
      drawn.add(model.cell(name + "-" + i, model.assign(i, random), random));
    }
    return drawn;
  }

  /**
   * So many cells of one condition, whether the recipe's own draws have it or not.
   *
   * @param treatment 0 for controls, whose dose is 0
   */
  public List<FactorCell> draw(String name, int covariate, int treatment, double dose, int cells) {
    FactorModel.Assigned assigned = new FactorModel.Assigned(covariate, treatment, dose);
    String purpose = "factors/cells/" + name + "/" + assigned;
    CounterRandom random = CounterRandom.of(seed, 0, purpose);
    List<FactorCell> drawn = new ArrayList<>();
    for (int i = 0; i < cells; i++) {
      drawn.add(model.cell(name + "-" + assigned + "-" + i, assigned, random));
    }
    return drawn;
  }

  /** The condition that a cell of these numbers carries. */
  public Condition condition(int covariate, int treatment, double dose) {
    return model.condition(new FactorModel.Assigned(covariate, treatment, dose));
  }
}
