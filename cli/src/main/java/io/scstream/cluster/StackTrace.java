package io.scstream.cluster;

import java.util.Optional;
import java.util.stream.Stream;

/** What a stack trace says, as Flink writes it. */
final class StackTrace {
  private static final String CAUSED_BY = "Caused by: ";

  private StackTrace() {}

  /** The innermost cause, class and message: the outer ones only say that something failed. */
  static Optional<String> innermostCause(Stream<String> lines) {
    return lines
        .filter(line -> line.startsWith(CAUSED_BY))
        .reduce((outer, inner) -> inner)
        .map(line -> line.substring(CAUSED_BY.length()));
  }
}
