package io.scstream.serve.access;

import io.javalin.http.Context;
import io.scstream.serve.http.Refused;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every request passes here before it is answered. */
public final class Gate {
  /** Where the caller is kept while a request is answered. */
  private static final String CALLER = "scstream.caller";

  private static final Caller NOBODY = new Caller("", Role.ANYONE);
  private static final String SCHEME = "bearer ";
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final Tokens tokens;
  private final Origins origins;
  private final RequestRate rate;

  /** A gate that lets through whom these let through. */
  public Gate(Tokens tokens, Origins origins, RequestRate rate) {
    this.tokens = tokens;
    this.origins = origins;
    this.rate = rate;
  }

  /**
   * Checks where a request comes from, before anything is known of its route.
   *
   * @throws Refused if it must not be answered
   */
  public void arrive(Context request) {
    head(request);
    if (!rate.take(request.ip())) {
      throw Refused.tooMany("Too many requests from this address", 1);
    }
    origins.checkHost(request.header("Host"));
    @Nullable String origin = request.header("Origin");
    if (!READING.contains(request.method().name())) {
      origins.checkSender(origin, request.header("Sec-Fetch-Site"), request.header("Host"));
    }
    if (origin != null && origins.isAllowed(origin)) {
      share(request, origin);
    }
    if (request.path().startsWith("/api/") && !request.method().name().equals("OPTIONS")) {
      request.attribute(CALLER, known(request));
    }
  }

  private Caller known(Context request) {
    String header = request.header("Authorization");
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw Refused.noToken("Missing token; expected the header Authorization: Bearer TOKEN");
    }
    Optional<Caller> caller = tokens.caller(header.substring(SCHEME.length()).strip());
    return caller.orElseThrow(() -> Refused.noToken("Unknown or expired token"));
  }

  /**
   * Checks that the caller may use the route.
   *
   * @throws Refused with 403 if not
   */
  public void enter(Context request) {
    for (var wanted : request.routeRoles()) {
      if (wanted instanceof Role role && !caller(request).may(role)) {
        throw Refused.notAllowed("This needs the role " + role.word());
      }
    }
  }

  /** Who asks. */
  public static Caller caller(Context request) {
    Caller caller = request.attribute(CALLER);
    return caller == null ? NOBODY : caller;
  }

  private static void head(Context request) {
    request.header("X-Content-Type-Options", "nosniff");
    request.header("Referrer-Policy", "no-referrer");
    request.header("X-Frame-Options", "DENY");
    request.header("Cross-Origin-Opener-Policy", "same-origin");
    request.header("Cross-Origin-Resource-Policy", "same-origin");
    request.header(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
            + " font-src 'self'; connect-src 'self'; worker-src 'self' blob:; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'");
    request.header("Cache-Control", "no-store");
  }

  private static void share(Context request, String origin) {
    request.header("Access-Control-Allow-Origin", origin);
    request.header("Vary", "Origin");
    request.header("Cross-Origin-Resource-Policy", "cross-origin");
    request.header(
        "Access-Control-Expose-Headers", "ETag, Content-Range, Content-Location, Retry-After");
    request.header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT");
    request.header(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Last-Event-ID, Range, If-Range, If-None-Match");
    request.header("Access-Control-Max-Age", "600");
  }
}
