package io.scstream.serve.access;

import io.javalin.security.RouteRole;
import java.util.Locale;

/** What a caller may do, and what a route wants; each may do what those before it may. */
public enum Role implements RouteRole {
  /** Whoever reaches the server. */
  ANYONE,
  /** Reads. */
  READ,
  /** Commands jobs and moves aliases. */
  ADMIN;

  /** As answers have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
