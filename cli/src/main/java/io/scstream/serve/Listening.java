package io.scstream.serve;

import java.time.Duration;

/**
 * Where a server listens, and how much it remembers.
 *
 * @param port 0 for any that is free
 * @param points cells in the window of a model
 * @param silence after which a connection on which nothing moves is closed
 */
public record Listening(String host, int port, int points, Duration silence) {
  /** Only this machine reaches it. */
  public static final String LOOPBACK = "127.0.0.1";

  /** Where to listen, unless told otherwise. */
  public static final int PORT = 8080;

  /** Cells in the window of a model, unless told otherwise. */
  public static final int POINTS = 1_000_000;

  private static final Duration SILENCE = Duration.ofSeconds(20);

  /** With the usual patience. */
  public Listening(String host, int port, int points) {
    this(host, port, points, SILENCE);
  }

  /** Whether other machines may reach it. */
  public boolean isPublic() {
    return !host.equals(LOOPBACK) && !host.equals("localhost") && !host.equals("::1");
  }
}
