package io.scstream.serve.access;

/**
 * Whoever asks.
 *
 * @param subject {@code token} for a token of the server's own, else the subject of an OIDC token
 */
public record Caller(String subject, Role role) {
  /** Whether the caller may do what this role may. */
  public boolean may(Role wanted) {
    return role.compareTo(wanted) >= 0;
  }
}
