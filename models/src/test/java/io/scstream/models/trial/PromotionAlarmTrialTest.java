package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.trial.PromotionAlarmTrial.Plan;
import io.scstream.models.trial.PromotionAlarmTrial.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("acceptance-11")
class PromotionAlarmTrialTest {
  /** A young model, which changes much: what old versions said of old batches is no use. */
  @Test
  void promotionsRaiseNoAlarmWhereSketchesAreReadAgain() {
    Plan plan = new Plan(60, 100, 0.05, 4, 40, 1, 500);
    List<Integer> promotions = new ArrayList<>();
    Result result = new PromotionAlarmTrial(plan, 1).run(promotions::add);
    assertThat(promotions).hasSize(40).startsWith(1).endsWith(40);
    assertThat(result.reread().alarms()).isZero();
    assertThat(result.reread().first()).isEmpty();
    assertThat(result.left().alarms()).isPositive();
    assertThat(result.left().first().orElseThrow()).isBetween(1, 40);
    assertThat(result.left().leader().orElseThrow()).matches("(latent|model)/.*");
    assertThat(result.left().under()).isGreaterThanOrEqualTo(result.left().alarms());
  }

  @Test
  void thePromiseIsOfJudgedBatches() {
    Plan plan = new Plan(60, 100, 0.05, 4, 40, 3, 500);
    assertThat(plan.judged()).isEqualTo(120);
    assertThat(plan.promised()).isEqualTo(0.24);
    assertThatThrownBy(() -> new Plan(60, 100, 0.05, 4, 0, 3, 500))
        .isInstanceOf(ModelException.class)
        .hasMessage("Invalid promotions: 0; expected 1 or more");
    assertThatThrownBy(() -> new Plan(60, 100, 0.05, 2, 40, 3, 500))
        .hasMessage("Invalid settling batches: 2 of 100 cells; expected more than 256 cells");
  }
}
