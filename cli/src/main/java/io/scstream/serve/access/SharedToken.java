package io.scstream.serve.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * A token that the server shares with its users. Kept as a digest, and compared in a time that says
 * nothing about where two differ.
 */
public final class SharedToken implements Tokens {
  /** Shorter ones can be guessed. */
  public static final int LEAST_CHARACTERS = 16;

  private static final int RANDOM_BYTES = 24;

  private final byte[] digest;
  private final Role role;

  /** Whoever knows this token has this role. */
  public SharedToken(String token, Role role) {
    this.digest = digest(token);
    this.role = role;
  }

  /** A new token that nobody can guess. */
  public static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public Optional<Caller> caller(String token) {
    return MessageDigest.isEqual(digest, digest(token))
        ? Optional.of(new Caller("token", role))
        : Optional.empty();
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
