package io.scstream.models.contrastive;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.simulate.Recipe;
import org.junit.jupiter.api.Test;

/** Latent blocks come back from counts, each in its own space. */
class RecoveryIT {

  private static final int EPOCHS = Integer.getInteger("recovery.epochs", 25);
  private static final Recipe RECIPE =
      Recipe.named(System.getProperty("recovery.recipe", "r-small-poisson"));
  private static final long SEED = Long.getLong("recovery.seed", 0);

  /** By default less than half of the full recipe of 60 epochs. Chance is 0. */
  @Test
  void findsSharedAndSalientVariation() {
    Recovery recovery = Recovery.after(EPOCHS, RECIPE, SEED);
    System.out.println(recovery);
    assertThat(recovery.zToZ()).as(recovery.toString()).isGreaterThan(0.5);
    assertThat(recovery.sToS()).as(recovery.toString()).isGreaterThan(0.5);
    assertThat(recovery.zToS()).as(recovery.toString()).isLessThan(0.3);
    assertThat(recovery.sToZ()).as(recovery.toString()).isLessThan(0.3);
  }
}
