package io.scstream.letters;

/** A letter cannot be found, or its record cannot be sent again. */
public final class LetterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LetterException(String message) {
    super(message);
  }

  LetterException(String message, Throwable cause) {
    super(message, cause);
  }
}
