package io.scstream.bench;

import io.scstream.models.random.CounterRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which faults happen, in which order, and how long after the recovery from the one before. */
final class FaultSchedule {
  private static final int MOST_WAIT_MILLIS = 2500;
  private static final int LEAST_LENGTH_MILLIS = 500;
  private static final int MOST_LENGTH_MILLIS = 4000;

  private FaultSchedule() {}

  /**
   * One fault.
   *
   * @param delay after the last recovery
   * @param length how long it lasts, where it is not a crash
   * @param pick tells which of several candidates it hits
   */
  record Fault(FaultKind kind, Duration delay, Duration length, int pick) {}

  /**
   * Faults of every kind, as evenly as their number allows, in an order drawn from the seed. The
   * same seed gives the same schedule.
   */
  static List<Fault> of(long seed, int faults) {
    CounterRandom random = CounterRandom.of(seed, 0, "bench/faults");
    List<FaultKind> kinds = new ArrayList<>();
    while (kinds.size() < faults) {
      Collections.addAll(kinds, FaultKind.values());
    }
    int[] order = random.permutation(faults);
    List<Fault> schedule = new ArrayList<>();
    for (int i : order) {
      schedule.add(
          new Fault(
              kinds.get(i),
              Duration.ofMillis(random.nextInt(MOST_WAIT_MILLIS)),
              Duration.ofMillis(
                  LEAST_LENGTH_MILLIS + random.nextInt(MOST_LENGTH_MILLIS - LEAST_LENGTH_MILLIS)),
              random.nextInt(1 << 16)));
    }
    return List.copyOf(schedule);
  }
}
