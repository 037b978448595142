package io.scstream.serve.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Reads what a client sends, up to a length and a time. */
public final class RequestBody {
  /** A lasso of 100,000 cells fits. */
  static final int MOST_BYTES = 1 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Clock clock;

  /** Measures time by this clock. */
  public RequestBody(Clock clock) {
    this.clock = clock;
  }

  /**
   * The body as an object.
   *
   * @throws Refused if it is no JSON, too long, too slow or not of that type
   */
  public <T> T read(Context request, Class<T> type) {
    String kind = request.contentType();
    if (kind == null || !kind.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw Refused.noJson("Invalid Content-Type: " + kind + "; expected application/json");
    }
    return JsonText.read(bytes(request), type);
  }

  private byte[] bytes(Context request) {
    if (request.req().getContentLengthLong() > MOST_BYTES) {
      throw tooLong();
    }
    Instant end = clock.instant().plus(PATIENCE);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    try {
      InputStream in = request.req().getInputStream();
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        bytes.write(part, 0, read);
        if (bytes.size() > MOST_BYTES) {
          throw tooLong();
        }
        if (clock.instant().isAfter(end)) {
          throw late();
        }
      }
    } catch (IOException e) {
      throw late(); // Silence ends in an exception after the connection's idle time.
    }
    return bytes.toByteArray();
  }

  private static Refused tooLong() {
    return Refused.tooLong("Invalid body: too long; expected at most " + MOST_BYTES + " bytes");
  }

  private static Refused late() {
    return Refused.tooSlow(
        "Incomplete body; expected all of it within " + PATIENCE.toSeconds() + " seconds");
  }
}
