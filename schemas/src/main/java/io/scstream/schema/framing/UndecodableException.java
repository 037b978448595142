package io.scstream.schema.framing;

/** The bytes are no message of the expected type. */
public class UndecodableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UndecodableException(String message) {
    super(message);
  }

  UndecodableException(String message, Throwable cause) {
    super(message, cause);
  }
}
