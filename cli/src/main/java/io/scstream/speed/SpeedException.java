package io.scstream.speed;

/** A measurement that cannot be made. */
public final class SpeedException extends RuntimeException {
  SpeedException(String message) {
    super(message);
  }

  SpeedException(String message, Throwable cause) {
    super(message, cause);
  }
}
