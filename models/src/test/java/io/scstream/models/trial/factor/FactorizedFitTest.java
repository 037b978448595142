package io.scstream.models.trial.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.baseline.BaselineLearner;
import io.scstream.models.baseline.BaselineSpec;
import io.scstream.models.data.Cell;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.trial.factor.FactorizedCodes.Labels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactorizedFitTest {
  private final FactorData data = FactorData.simulated(FactorRecipe.S1, 1, 600);

  private OnlineLearner fit(int steps, List<Long> told) {
    return new FactorizedFit(data.sizes(), steps, 1)
        .fit(data.training(), data.covariates(), told::add);
  }

  @Test
  void rowsAreThoseOfTheCellsWhateverTheirOrder() {
    List<Cell> some = data.tested(); // more than are read at once, both roles
    try (OnlineLearner learner = fit(0, new ArrayList<>())) {
      for (Labels labels : Labels.values()) {
        BlockCodes all = FactorizedCodes.of(learner, some, labels);
        assertThat(all.blocks().keySet()).containsExactly("x", "tx", "t");
        for (int i = 0; i < 600; i += 97) {
          BlockCodes alone = FactorizedCodes.of(learner, some.subList(i, i + 1), labels);
          for (String block : all.blocks().keySet()) {
            assertThat(all.block(block)[i]).containsExactly(alone.block(block)[0], within(1e-5f));
          }
        }
      }
    }
  }

  @Test
  void maskedCodesDoNotHangOnLabelsButAreReadBesideThem() {
    List<Cell> some = data.tested().subList(0, 50);
    List<Cell> others =
        some.stream().map(cell -> cell.under(cell.condition().untreated())).toList();
    try (OnlineLearner learner = fit(5, new ArrayList<>())) {
      BlockCodes masked = FactorizedCodes.of(learner, some, Labels.MASKED);
      assertThat(FactorizedCodes.of(learner, others, Labels.MASKED).block("t"))
          .isDeepEqualTo(masked.block("t"));
      assertThat(FactorizedCodes.of(learner, others, Labels.FED).block("t"))
          .isNotEqualTo(FactorizedCodes.of(learner, some, Labels.FED).block("t"));
      assertThat(masked.pairs().count()).isGreaterThan(10);
    }
  }

  @Test
  void stepsAreToldAndLearnedFrom() {
    List<Long> told = new ArrayList<>();
    try (OnlineLearner trained = fit(5, told);
        OnlineLearner untrained = fit(0, told)) {
      assertThat(told).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(trained.step()).isEqualTo(5);
      assertThat(untrained.step()).isZero();
    }
    assertThatThrownBy(() -> new FactorizedFit(data.sizes(), -1, 1))
        .hasMessage("Invalid steps: -1; expected zero or a positive number");
  }

  @Test
  void baselinesLearnFromTheSameCells() {
    BaselineTrial trial = new BaselineTrial(BaselineSpec.Kind.I_VAE, 16, 9, 5, 1);
    try (BaselineLearner learner = trial.fit(data.training(), data.training(), 60, step -> {})) {
      float[][] codes = learner.embed(data.tested().subList(0, 20));
      assertThat(codes).hasDimensions(20, 9);
    }
    assertThat(FactorData.truth(FactorRecipe.S1, 1, 600).joined()).hasDimensions(600, 9);
  }

  @Test
  void theInteractionBlockFitsTheConditions() {
    FactorData few =
        FactorData.of("few", List.of("line"), 60, data.training().subList(0, 5), data.tested());
    assertThat(few.sizes().interactionLatent()).isLessThanOrEqualTo(2);
    FactorData many = FactorData.of("many", List.of("line"), 60, data.training(), data.tested());
    assertThat(many.sizes().interactionLatent()).isEqualTo(8);
    assertThatThrownBy(() -> FactorData.of("none", List.of(), 60, data.training(), List.of()))
        .hasMessage("Invalid cells of none: 600 to learn from, 0 to test; expected some of each");
  }
}
