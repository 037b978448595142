package io.scstream.serve.http;

import java.util.Map;

/** A request is not answered as asked: the status, a sentence for people, further headers. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;

  private Refused(int status, String detail, Map<String, String> headers) {
    super(detail);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  public static Refused malformed(String detail) {
    return new Refused(400, detail, Map.of());
  }

  public static Refused noToken(String detail) {
    return new Refused(401, detail, Map.of("WWW-Authenticate", "Bearer realm=\"scstream\""));
  }

  public static Refused notAllowed(String detail) {
    return new Refused(403, detail, Map.of());
  }

  public static Refused notFound(String detail) {
    return new Refused(404, detail, Map.of());
  }

  /** The body did not come in time. */
  public static Refused tooSlow(String detail) {
    return new Refused(408, detail, Map.of("Connection", "close"));
  }

  public static Refused notNow(String detail) {
    return new Refused(409, detail, Map.of());
  }

  public static Refused tooLong(String detail) {
    return new Refused(413, detail, Map.of("Connection", "close"));
  }

  public static Refused noJson(String detail) {
    return new Refused(415, detail, Map.of());
  }

  /** A range outside of so many bytes, or none at all. */
  public static Refused outside(String detail, long length) {
    return new Refused(416, detail, Map.of("Content-Range", "bytes */" + length));
  }

  public static Refused otherHost(String detail) {
    return new Refused(421, detail, Map.of());
  }

  public static Refused tooMany(String detail, int retryAfterSeconds) {
    return new Refused(429, detail, Map.of("Retry-After", String.valueOf(retryAfterSeconds)));
  }

  public static Refused notOffered(String detail) {
    return new Refused(501, detail, Map.of());
  }

  public static Refused unavailable(String detail) {
    return new Refused(503, detail, Map.of("Retry-After", "5"));
  }

  public int status() {
    return status;
  }

  /** Further headers of the answer. */
  public Map<String, String> headers() {
    return headers;
  }
}
