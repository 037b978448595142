package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.simulate.Recipe;
import org.junit.jupiter.api.Test;

/** Latent blocks come back from counts, each in its own space. Chance is 0. */
class RecoveryIT {
  /** Less than half of the recipe's 60. */
  private static final int EPOCHS = 25;

  @Test
  void findsSharedAndSalientVariation() {
    TrialResult found = trial(Contender.SO, Feed.OFFLINE).run();
    assertThat(found.backgroundRecovery()).as(found.toString()).isGreaterThan(0.5);
    assertThat(found.salientRecovery()).as(found.toString()).isGreaterThan(0.5);
    assertThat(found.salientInBackground()).as(found.toString()).isLessThan(0.3);
    assertThat(found.backgroundInSalient()).as(found.toString()).isLessThan(0.3);
  }

  @Test
  void findsThemOnAStreamToo() {
    TrialResult found = trial(Contender.MO_CO, Feed.MIXED).run();
    assertThat(found.backgroundRecovery()).as(found.toString()).isGreaterThan(0.5);
    assertThat(found.salientRecovery()).as(found.toString()).isGreaterThan(0.5);
    assertThat(found.salientInBackground()).as(found.toString()).isLessThan(0.3);
  }

  private static Trial trial(Contender model, Feed feed) {
    return new Trial(Recipe.R_SMALL_POISSON, model, feed, 0, EPOCHS, 0.01);
  }
}
