package io.scstream.ingest;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Rewrites one line while a person watches; only the last state is printed where nobody does. */
public final class TerminalProgress implements Progress {
  private static final Duration REFRESH = Duration.ofMillis(200);

  private final PrintStream out;
  private final boolean isWatched;
  private final Clock clock;
  private String work = "";
  private long total;
  private long done;
  private Instant begin = Instant.EPOCH;
  private Instant shown = Instant.EPOCH;

  TerminalProgress(PrintStream out, boolean isWatched, Clock clock) {
    this.out = out;
    this.isWatched = isWatched;
    this.clock = clock;
  }

  /** On standard error. */
  public static TerminalProgress onStandardError(Clock clock) {
    return new TerminalProgress(System.err, isTerminal(), clock);
  }

  @Override
  public void start(String newWork, long cells) {
    work = newWork;
    total = cells;
    done = 0;
    begin = clock.instant();
    shown = begin;
  }

  @Override
  public void advance(long cells) {
    done += cells;
    Instant now = clock.instant();
    if (isWatched && Duration.between(shown, now).compareTo(REFRESH) >= 0) {
      shown = now;
      double rate = rate(now);
      out.printf(
          "\r%s: %,d of %,d cells, %,.0f cells/s, %s left \u001b[K",
          work, done, total, rate, rate == 0 ? "?" : time((total - done) / rate));
      out.flush();
    }
  }

  @Override
  public void finish() {
    Instant now = clock.instant();
    out.printf(
        "%s%s: %,d of %,d cells in %s, %,.0f cells/s%n",
        isWatched ? "\r\u001b[K" : "", work, done, total, time(seconds(now)), rate(now));
    out.flush();
  }

  private double rate(Instant now) {
    double seconds = seconds(now);
    return seconds == 0 ? 0 : done / seconds;
  }

  private double seconds(Instant now) {
    return Duration.between(begin, now).toMillis() / 1e3;
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : "%d min %02d s".formatted(whole / 60, whole % 60);
  }

  // Java 17 cannot tell for standard error alone. Where the system does not say, stay quiet.
  private static boolean isTerminal() {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/2"));
      return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
