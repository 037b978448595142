package io.scstream.serve.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.serve.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often an address may ask. */
class RequestRateTest {
  private final SettableClock clock = new SettableClock();
  private final RequestRate rate = new RequestRate(3, 2, clock);

  private int taken(String address) {
    int taken = 0;
    while (rate.take(address)) {
      taken++;
    }
    return taken;
  }

  @Test
  void aBurstIsFollowedByTheRate() {
    assertThat(taken("a")).isEqualTo(3);
    assertThat(taken("b")).as("addresses are apart").isEqualTo(3);
    clock.pass(Duration.ofMillis(400));
    assertThat(taken("a")).isZero();
    clock.pass(Duration.ofMillis(100));
    assertThat(taken("a")).isEqualTo(1);
    clock.pass(Duration.ofHours(1));
    assertThat(taken("a")).as("the bucket is not larger than it is").isEqualTo(3);
  }

  @Test
  void manyAddressesDoNotFillTheMemory() {
    assertThat(taken("a")).isEqualTo(3);
    for (int i = 0; i < 5000; i++) {
      rate.take("x" + i);
    }
    assertThat(taken("a")).as("forgotten, and so new").isEqualTo(3);
  }
}
