package io.scstream.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which versions of a lineage are kept besides those that something refers to. A version goes if no
 * rule keeps it.
 *
 * @param newest how many of the newest, 1 or more
 * @param passed how many of the newest that passed a promotion gate, 0 or more
 * @param days on how many of the last days, in UTC and counted from the newest version, the last
 *     version of the day is kept; 0 or more
 * @param grace how long something nobody refers to waits before it is deleted; longer than anybody
 *     takes to publish or to name a version, and than clocks differ
 */
public record RetentionPolicy(int newest, int passed, int days, Duration grace) {

  /** The metric that is 1 in the manifest of a version that passed a promotion gate. */
  public static final String PASSED = "gate_passed";

  /** The shortest time in which nobody can be caught between two operations. */
  public static final Duration LEAST_GRACE = Duration.ofMinutes(10);

  public RetentionPolicy {
    atLeast("newest", newest, 1);
    atLeast("passed", passed, 0);
    atLeast("days", days, 0);
    if (grace.compareTo(LEAST_GRACE) < 0) {
      throw StoreException.badInput(
          "Invalid grace: " + grace + "; expected at least " + LEAST_GRACE);
    }
  }

  /** The last 20, everything that passed a gate, and one a day for 30 days; grace of a day. */
  public static RetentionPolicy usual() {
    return new RetentionPolicy(20, Integer.MAX_VALUE, 30, Duration.ofDays(1));
  }

  /** The versions that a rule keeps, of all of a lineage in any order. */
  Set<ModelVersion> kept(List<Candidate> versions) {
    List<Candidate> newestFirst =
        versions.stream().sorted(Comparator.comparing(Candidate::version).reversed()).toList();
    Set<ModelVersion> kept = new HashSet<>();
    newestFirst.stream().limit(newest).forEach(it -> kept.add(it.version()));
    newestFirst.stream()
        .filter(Candidate::isPassed)
        .limit(passed)
        .forEach(it -> kept.add(it.version()));
    Set<LocalDate> seen = new HashSet<>();
    newestFirst.stream()
        .filter(it -> isRecent(it, newestFirst.get(0)))
        .filter(it -> seen.add(day(it.createdAt())))
        .forEach(it -> kept.add(it.version()));
    return kept;
  }

  private boolean isRecent(Candidate version, Candidate newestOne) {
    LocalDate last = day(newestOne.createdAt());
    return day(version.createdAt()).isAfter(last.minusDays(days));
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw StoreException.badInput(
          "Invalid " + name + ": " + value + "; expected " + least + " or more");
    }
  }
}
