package io.scstream.serve.access;

import java.util.List;
import java.util.Optional;

/** Knows callers by their tokens. */
public interface Tokens {
  /** Empty for a token that is not known, or not valid any more. */
  Optional<Caller> caller(String token);

  /** Knows whom one of them knows. */
  static Tokens anyOf(List<Tokens> several) {
    List<Tokens> all = List.copyOf(several);
    return token -> all.stream().flatMap(each -> each.caller(token).stream()).findFirst();
  }
}
