package io.scstream.config;

import static io.scstream.config.Check.atLeast;
import static io.scstream.config.Check.check;

import io.scstream.store.S3Options;
import java.io.Serializable;
import java.time.Duration;

/**
 * How an object store is reached, where {@code publish.store} names one. Who may is told by the
 * environment, never by settings.
 *
 * @param endpoint empty for Amazon's own
 * @param region empty for that of the environment
 * @param timeout of one attempt
 */
public record StoreConfig(
    String endpoint, String region, boolean pathStyle, int attempts, Duration timeout)
    implements Serializable {
  public StoreConfig {
    check(
        endpoint.isEmpty() || endpoint.matches("https?://[^/?#@]+/?"),
        "store.endpoint",
        endpoint,
        "http(s)://host[:port], or nothing");
    atLeast("store.attempts", attempts, 1);
    check(
        timeout.compareTo(Duration.ofMillis(1)) >= 0,
        "store.timeout",
        timeout,
        "a positive duration");
  }

  /** The same for the store. */
  public S3Options options() {
    return new S3Options(endpoint, region, pathStyle, attempts, timeout);
  }
}
