package io.scstream.config;

import java.time.Duration;

/**
 * How long the broker waits for a transaction to be committed before it gives it up, and the
 * embeddings in it with it. A transaction is as old as two checkpoints are apart.
 */
public final class TransactionTimeout {
  private static final String KEY = "transaction.timeout.ms";

  // A minute below what a broker allows at most, unless told otherwise.
  private static final Duration DEFAULT = Duration.ofMinutes(14);

  private TransactionTimeout() {}

  /** That of {@code kafka.properties} where it is set, else 14 minutes. */
  public static Duration of(ScstreamConfig config) {
    return of(config.kafka());
  }

  private static Duration of(ScstreamConfig.Kafka kafka) {
    String set = kafka.properties().get(KEY);
    if (set == null) {
      return DEFAULT;
    }
    Check.check(
        set.matches("[1-9]\\d{0,8}"), "kafka.properties." + KEY, set, "milliseconds above 0");
    return Duration.ofMillis(Long.parseLong(set));
  }

  static void check(
      ScstreamConfig.Kafka kafka,
      ScstreamConfig.Checkpoint checkpoint,
      ScstreamConfig.Embed embed) {
    if (!embed.isExactlyOnce()) {
      return;
    }
    Duration between =
        checkpoint.interval().compareTo(checkpoint.minPause()) > 0
            ? checkpoint.interval()
            : checkpoint.minPause();
    Duration longest = between.plus(checkpoint.timeout());
    Duration timeout = of(kafka);
    Check.check(
        longest.compareTo(timeout) < 0,
        "embed.delivery",
        embed.delivery(),
        "at-least-once, or checkpoint.interval (or checkpoint.min-pause) and checkpoint.timeout,"
            + " together "
            + longest.toSeconds()
            + " s, below the "
            + timeout.toSeconds()
            + " s of kafka.properties."
            + KEY
            + ", which the broker's transaction.max.timeout.ms limits");
  }
}
