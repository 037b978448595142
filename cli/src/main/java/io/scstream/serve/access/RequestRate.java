package io.scstream.serve.access;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often an address may ask: a bucket that holds so many requests and is filled again at so many
 * a second. Remembers a bounded number of addresses, those that asked last.
 */
public final class RequestRate {
  private static final int ADDRESSES = 4096;

  private final int burst;
  private final int perSecond;
  private final Clock clock;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > ADDRESSES;
        }
      };

  private static final class Bucket {
    private double left;
    private long at;

    Bucket(double left, long at) {
      this.left = left;
      this.at = at;
    }
  }

  /** Allows so many requests at once, and so many a second in the long run. */
  public RequestRate(int burst, int perSecond, Clock clock) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.clock = clock;
  }

  /** Takes one request of the address, if it may ask now. */
  public synchronized boolean take(String address) {
    long now = clock.millis();
    Bucket bucket = buckets.computeIfAbsent(address, unused -> new Bucket(burst, now));
    bucket.left = Math.min(burst, bucket.left + Math.max(0, now - bucket.at) / 1000.0 * perSecond);
    bucket.at = now;
    if (bucket.left < 1) {
      return false;
    }
    bucket.left--;
    return true;
  }
}
