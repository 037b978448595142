package io.scstream.export;

/** There is nothing that could be exported as asked. */
public final class ExportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExportException(String message) {
    super(message);
  }
}
