package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.evaluate.BlockSeparation;
import io.scstream.models.learner.OnlineLearner;
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

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
