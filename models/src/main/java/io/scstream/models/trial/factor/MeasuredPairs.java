package io.scstream.models.trial.factor;

import io.scstream.models.calibrate.WithheldPair;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Role;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.trial.PairSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Pairs of real cells: a treatment at its doses in cells of the same covariates. Of a treatment
 * that was measured in fewer than three covariates none is left out. The truth is measured, and has
 * the errors of few cells.
 */
public final class MeasuredPairs implements PairSource {
  private static final int LEAST_CELLS = 20;
  private static final int LEAST_COVARIATES = 3;

  private final FactorData data;
  private final int round;
  private final Map<Condition, List<Cell>> byCondition = new LinkedHashMap<>();

  /** Covariates and treatments of every pair, by treatment. */
  private final List<List<Condition>> pairs = new ArrayList<>();

  /**
   * All cells of a data set, those that codes are tested on among them.
   *
   * @param round moves all folds on by so many
   */
  public MeasuredPairs(FactorData data, int round) {
    this.data = data;
    this.round = round;
    Stream.concat(data.training().stream(), data.tested().stream())
        .forEach(
            cell ->
                byCondition.computeIfAbsent(cell.condition(), it -> new ArrayList<>()).add(cell));
    Map<List<Condition.Dose>, List<Condition>> byTreatment = new LinkedHashMap<>();
    byCondition.forEach(
        (condition, cells) -> {
          if (isPair(condition, cells)) {
            byTreatment
                .computeIfAbsent(condition.treatments(), it -> new ArrayList<>())
                .add(condition);
          }
        });
    byTreatment.values().stream().filter(it -> it.size() >= LEAST_COVARIATES).forEach(pairs::add);
  }

  private boolean isPair(Condition condition, List<Cell> cells) {
    return cells.get(0).role() == Role.TARGET
        && !condition.treatments().isEmpty()
        && cells.size() >= LEAST_CELLS
        && controls(condition).size() >= LEAST_CELLS;
  }

  private List<Cell> controls(Condition condition) {
    return byCondition.entrySet().stream()
        .filter(it -> it.getKey().covariates().equals(condition.covariates()))
        .flatMap(it -> it.getValue().stream())
        .filter(cell -> cell.role() == Role.BACKGROUND)
        .toList();
  }

  @Override
  public List<Pair> fold(int number) {
    List<Pair> fold = new ArrayList<>();
    for (int treatment = 0; treatment < pairs.size(); treatment++) {
      int covariates = pairs.get(treatment).size();
      if (number < covariates) {
        fold.add(new Pair((treatment + round + number) % covariates, treatment));
      }
    }
    return fold;
  }

  private Condition condition(Pair pair) {
    return pairs.get(pair.treatment()).get(pair.covariate());
  }

  @Override
  public OnlineLearner fit(Set<Pair> without, Fit fit) {
    List<Condition> left = without.stream().map(this::condition).toList();
    List<Cell> cells =
        byCondition.entrySet().stream()
            .filter(it -> !left.contains(it.getKey()))
            .flatMap(it -> it.getValue().stream())
            .toList();
    return new FactorizedFit(data.sizes(), fit.steps(), fit.seed())
        .fit(cells, data.covariates(), fit.progress());
  }

  @Override
  public WithheldPair known(Pair pair) {
    return measured(condition(pair));
  }

  private WithheldPair measured(Condition condition) {
    return WithheldPair.measured(
        condition,
        controls(condition),
        byCondition.getOrDefault(condition, List.of()),
        data.sizes().genes());
  }

  @Override
  public double[] additive(Pair pair, Set<Pair> without) {
    double[] sum = new double[data.sizes().genes()];
    int counted = 0;
    for (int covariate = 0; covariate < pairs.get(pair.treatment()).size(); covariate++) {
      Pair other = new Pair(covariate, pair.treatment());
      if (!other.equals(pair) && !without.contains(other)) {
        double[] effects = known(other).effects();
        for (int gene = 0; gene < sum.length; gene++) {
          sum[gene] += effects[gene];
        }
        counted++;
      }
    }
    for (int gene = 0; gene < sum.length; gene++) {
      sum[gene] /= Math.max(1, counted);
    }
    return sum;
  }
}
