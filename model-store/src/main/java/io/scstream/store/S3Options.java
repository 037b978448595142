package io.scstream.store;

import java.io.Serializable;
import java.time.Duration;

/**
 * How an object store is reached. Who may is told by the environment as for every AWS client
 * ({@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}, a profile, or the machine's role),
 * never by settings.
 *
 * @param endpoint a URL; empty for Amazon's own, or {@code AWS_ENDPOINT_URL_S3}
 * @param region empty for that of the environment
 * @param pathStyle whether the bucket is part of the path and not of the host's name, as MinIO and
 *     most servers of one's own want it
 * @param attempts at a request, the first one included
 * @param timeout of one attempt; all together take at most {@code attempts} times as long
 */
public record S3Options(
    String endpoint, String region, boolean pathStyle, int attempts, Duration timeout)
    implements Serializable {

  public S3Options {
    if (attempts < 1) {
      throw StoreException.badInput(
          "Invalid store.attempts: " + attempts + "; expected a whole number, 1 or more");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw StoreException.badInput(
          "Invalid store.timeout: " + timeout + "; expected a positive duration");
    }
    if (!endpoint.isEmpty() && !endpoint.matches("https?://[^/?#@]+/?")) {
      throw StoreException.badInput(
          "Invalid store.endpoint: " + endpoint + "; expected http(s)://host[:port]");
    }
  }

  /** Amazon's own, in the region of the environment. */
  public static S3Options usual() {
    return new S3Options("", "", false, 4, Duration.ofSeconds(30));
  }
}
