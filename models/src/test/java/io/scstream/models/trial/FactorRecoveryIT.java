package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.data.Cell;
import io.scstream.models.evaluate.BlockSeparation;
import io.scstream.models.factorized.Question;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.Responses;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.simulate.FactorSimulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Factorized models on cells whose blocks are known. Minutes of training. */
@Tag("slow")
class FactorRecoveryIT {
  private static final int STEPS = 3000;

  private static BlockSeparation separation(FactorTrial.Form form, long data, long seed) {
    FactorSimulation simulation = FactorRecipe.S1.simulate(data);
    try (OnlineLearner model =
        new FactorTrial(form, seed, STEPS)
            .fit(
                simulation.draw("train", FactorRecipe.S1.cells()),
                simulation.genes(),
                FactorRecipe.COVARIATE,
                step -> {})) {
      return FactorCodes.of(model, simulation.draw("test", 4000), false).separation();
    }
  }

  @Test
  void theDefaultFormRecoversBlocksAndThePublishedOneDoesLess() {
    List<Double> ours = new ArrayList<>();
    List<Double> published = new ArrayList<>();
    for (long data : new long[] {2, 3, 4}) {
      for (long seed : new long[] {0, 1}) {
        BlockSeparation separation = separation(FactorTrial.Form.DEFAULT, data, seed);
        assertThat(separation.diagonal().get(0)).isGreaterThanOrEqualTo(0.93);
        assertThat(separation.score()).isGreaterThanOrEqualTo(0.55);
        ours.add(separation.score());
        published.add(separation(FactorTrial.Form.PUBLISHED, data, seed).score());
      }
    }
    assertThat(mean(ours)).isGreaterThanOrEqualTo(0.75);
    assertThat(mean(published)).isLessThanOrEqualTo(mean(ours) - 0.15);
  }

  /** What pairs that were never seen do, beside the mean effect in other covariates. */
  @Test
  void unseenPairsOfALowRankInteractionArePredictedBetterThanByTheMeanEffect() {
    List<PairTrial.Row> rows = new ArrayList<>();
    for (long seed : new long[] {2, 3, 4}) {
      rows.addAll(pairs(FactorRecipe.S1, seed).rows());
    }
    assertThat(mean(rows.stream().map(it -> it.model().pearson()).toList()))
        .isGreaterThanOrEqualTo(mean(rows.stream().map(it -> it.additive().pearson()).toList()));
    assertThat(mean(rows.stream().map(it -> it.model().error()).toList()))
        .isLessThanOrEqualTo(mean(rows.stream().map(it -> it.additive().error()).toList()));
  }

  /** Where nothing of a pair can be told from others, λ* comes out small. */
  @Test
  void interactionsThatCannotBeToldAreNotTrusted() {
    PairTrial.Result result = pairs(FactorRecipe.S6, 2);
    assertThat(result.share()).isLessThanOrEqualTo(0.25);
    assertThat(mean(result.rows().stream().map(it -> it.model().error()).toList()))
        .isLessThanOrEqualTo(
            mean(result.rows().stream().map(it -> it.additive().error()).toList()) + 0.15);
  }

  /** Of the effect on pairs that were seen, what is due to the interaction. */
  @Test
  void anInteractionIsSeenWhereThereIsOneAndNotWhereThereIsNone() {
    assertThat(interactionShare(FactorRecipe.S3)).isLessThan(0.05);
    assertThat(interactionShare(FactorRecipe.S1)).isGreaterThan(0.15);
  }

  private static double interactionShare(FactorRecipe recipe) {
    FactorSimulation simulation = recipe.simulate(2);
    List<Double> shares = new ArrayList<>();
    try (OnlineLearner learner =
            new FactorTrial(FactorTrial.Form.DEFAULT, 0, STEPS)
                .fit(
                    simulation.draw("train", recipe.cells()),
                    simulation.genes(),
                    FactorRecipe.COVARIATE,
                    step -> {});
        Responses model = Responses.restore(learner.snapshot().weightsSafetensors(), "cpu")) {
      for (int covariate = 0; covariate < simulation.covariates(); covariate++) {
        List<Cell> controls =
            simulation.draw("asked", covariate, 0, 0, 250).stream().map(FactorCell::cell).toList();
        for (int treatment = 1; treatment <= simulation.treatments(); treatment++) {
          Question question = Question.of(simulation.condition(covariate, treatment, 1));
          shares.add(model.respond(controls, question).interactionShare(200));
        }
      }
    }
    return mean(shares);
  }

  private static PairTrial.Result pairs(FactorRecipe recipe, long seed) {
    return new PairTrial(
            new SimulatedPairs(recipe, FactorTrial.Form.DEFAULT, seed, 0, recipe.cells()),
            seed,
            2,
            STEPS)
        .run(step -> {});
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
