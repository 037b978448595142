package io.scstream.models.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConstraintTest {

  @Test
  void thresholdsFollowTheLatentSizesWhereTheyMust() {
    assertThat(Constraint.of(ConstraintFunctional.DEPENDENCE, 10, 5).threshold()).isEqualTo(0.01);
    assertThat(Constraint.of(ConstraintFunctional.BACKGROUND_MATCH, 10, 5).threshold())
        .isEqualTo(0.005);
    assertThat(Constraint.of(ConstraintFunctional.SALIENT_SILENCE, 10, 5).threshold())
        .isEqualTo(0.5);
    assertThat(Constraint.of(ConstraintFunctional.GAUSSIAN_DEPENDENCE, 10, 5).threshold())
        .isEqualTo(0.25);
  }

  @Test
  void refusesWhatCannotBeTrained() {
    assertThatThrownBy(() -> new Constraint(ConstraintFunctional.DEPENDENCE, 0))
        .hasMessage("Invalid threshold: 0.0; expected a positive number");
    assertThatThrownBy(() -> new DualOptions(DualRule.SIMPLE, 0, 1, 1))
        .hasMessage("Invalid rate: 0.0; expected a positive number");
    assertThatThrownBy(() -> new DualOptions(DualRule.NUPI, 1, -1, 1))
        .hasMessage("Invalid proportional-gain: -1.0; expected zero or a positive number");
    assertThatThrownBy(() -> new DualOptions(DualRule.GECO, 1, 1, Double.NaN))
        .hasMessage("Invalid maximum: NaN; expected a positive number");
  }
}
