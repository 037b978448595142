package io.scstream.store;

import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RetentionPolicyTest {

  private static final Duration GRACE = Duration.ofDays(1);
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  @Test
  void theNewestStay() {
    assertThat(kept(new RetentionPolicy(2, 0, 0, GRACE))).containsExactly(39L, 40L);
  }

  @Test
  void theNewestThatPassedAGateStay() {
    // Every tenth version passed.
    assertThat(kept(new RetentionPolicy(1, 2, 0, GRACE))).containsExactly(30L, 40L);
    assertThat(kept(new RetentionPolicy(1, 9, 0, GRACE))).containsExactly(10L, 20L, 30L, 40L);
  }

  @Test
  void theLastOfEachDayStays() {
    // Every six hours from midnight on: 1 to 4 on the first day, ..., 37 to 40 on the tenth.
    assertThat(kept(new RetentionPolicy(1, 0, 3, GRACE))).containsExactly(32L, 36L, 40L);
  }

  @Test
  void whatIsNoPolicyIsRefused() {
    assertFails(Category.BAD_INPUT, () -> new RetentionPolicy(0, 0, 0, GRACE), "Invalid newest: 0");
    assertFails(
        Category.BAD_INPUT,
        () -> new RetentionPolicy(1, 0, 0, Duration.ofSeconds(1)),
        "Invalid grace: PT1S; expected at least PT10M");
  }

  private static List<Long> kept(RetentionPolicy policy) {
    List<Candidate> all = new ArrayList<>();
    LongStream.rangeClosed(1, 40)
        .forEach(
            number ->
                all.add(
                    new Candidate(
                        new ModelVersion("vae", number),
                        START.plus(Duration.ofHours(6 * (number - 1))),
                        number % 10 == 0,
                        null,
                        null,
                        List.of())));
    return policy.kept(all).stream().map(ModelVersion::version).sorted().toList();
  }
}
