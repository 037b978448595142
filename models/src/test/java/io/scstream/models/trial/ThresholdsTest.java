package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
  private static final Constraint INDEPENDENT =
      new Constraint(ConstraintFunctional.DEPENDENCE, 0.02);

  @Test
  void onlyConstrainedModelsReadThem() {
    Thresholds both = new Thresholds(0.02, 0.005);
    assertThat(Contender.MO_CO.options(1, 10, both).objective().constraints())
        .containsExactly(INDEPENDENT, new Constraint(ConstraintFunctional.BACKGROUND_MATCH, 0.005));
    assertThat(Contender.CO.options(1, 10, Thresholds.of(0.02)).objective().constraints())
        .containsExactly(INDEPENDENT);
    assertThat(Contender.SO.options(1, 10, both).objective().constraints()).isEmpty();
  }

  @Test
  void refusesNegativeOnes() {
    assertThatThrownBy(() -> new Thresholds(0.02, -1).constraints())
        .hasMessage("Invalid threshold: -1.0; expected a positive number");
  }
}
