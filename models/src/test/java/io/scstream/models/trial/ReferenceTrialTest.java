package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.simulate.Recipe;
import org.junit.jupiter.api.Test;

/** The baseline of another family gives the same row as the others. */
class ReferenceTrialTest {

  @Test
  void learnsAndGivesARow() {
    TrialResult early = trial(1).run();
    TrialResult late = trial(60).run();
    assertThat(late.loss()).as("%s after %s", late, early).isLessThan(0.6 * early.loss());
    assertThat(late.backgroundRecovery()).as(late.toString()).isGreaterThan(0.4);
    assertThat(late.decodedLeakage()).as(late.toString()).isNotNegative();
    assertThat(late.course().backgroundWeight()).isEqualTo(1);
  }

  @Test
  void isFoundByItsName() {
    assertThat(Contender.named("srb")).isEqualTo(Contender.SRB);
  }

  private static Trial trial(int epochs) {
    return new Trial(Recipe.R_AZ_LINEAR, Contender.SRB, Feed.OFFLINE, 0, epochs, 0.01);
  }
}
