package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThinShareTest {
  @Test
  void fallsWhileMoreAndMoreWaitAndRisesSlowly() {
    ThinShare share = new ThinShare(100);
    assertThat(share.look(100)).isEqualTo(1);
    assertThat(share.look(101)).isEqualTo(0.5);
    assertThat(share.look(150)).isEqualTo(0.25);
    assertThat(share.look(150)).as("no more than before").isEqualTo(0.25);
    assertThat(share.look(120)).as("still more than allowed").isEqualTo(0.25);
    assertThat(share.look(90)).isBetween(0.27, 0.28);
    for (int look = 0; look < 20; look++) {
      share.look(0);
    }
    assertThat(share.share()).isEqualTo(1);
  }

  @Test
  void neverFallsToNothing() {
    ThinShare share = new ThinShare(1);
    for (int look = 0; look < 50; look++) {
      share.look(10L + look);
    }
    assertThat(share.share()).isEqualTo(1.0 / 64);
  }
}
