package io.scstream.serve;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Gives a client up that takes its answer too slowly, so that it does not hold a thread for ever.
 */
final class SteadyOutput extends FilterOutputStream {
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int LEAST_BYTES_PER_SECOND = 4096;
  private static final int AT_ONCE = 65_536;

  private final Clock clock;
  private final Instant begin;
  private long written;

  SteadyOutput(OutputStream out, Clock clock) {
    super(out);
    this.clock = clock;
    this.begin = clock.instant();
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    for (int done = 0; done < length; done += AT_ONCE) {
      int part = Math.min(AT_ONCE, length - done);
      out.write(bytes, from + done, part);
      written += part;
      check();
    }
  }

  private void check() throws IOException {
    Duration taken = Duration.between(begin, clock.instant());
    if (taken.compareTo(GRACE) > 0 && written < taken.toSeconds() * LEAST_BYTES_PER_SECOND) {
      throw new IOException(
          "Client too slow: " + written + " bytes in " + taken.toSeconds() + " seconds");
    }
  }
}
