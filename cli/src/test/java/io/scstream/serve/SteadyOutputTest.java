package io.scstream.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How slow a client may be. */
class SteadyOutputTest {
  private final SettableClock clock = new SettableClock();
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private final SteadyOutput out = new SteadyOutput(taken, clock);

  @Test
  void aClientMayBeSlowAtFirst() throws IOException {
    clock.pass(Duration.ofSeconds(30));
    out.write(1);
    assertThat(taken.size()).isEqualTo(1);
  }

  @Test
  void afterHalfAMinuteItMustHaveTaken4KibibytesASecond() throws IOException {
    out.write(new byte[31 * 4096]);
    clock.pass(Duration.ofSeconds(31));
    out.write(new byte[0]);
    out.write(1);
    clock.pass(Duration.ofSeconds(1));
    assertThatThrownBy(() -> out.write(1))
        .isInstanceOf(IOException.class)
        .hasMessage("Client too slow: 126978 bytes in 32 seconds");
  }
}
