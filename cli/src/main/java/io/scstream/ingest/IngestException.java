package io.scstream.ingest;

import java.util.concurrent.ExecutionException;

/** Cells cannot be put on, or read from, a topic. The message is one that a user can act on. */
public final class IngestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is. */
  public enum Category {
    /** The files, or their annotations, do not say what they should. */
    BAD_INPUT,
    /** The options do not fit together or do not fit the files. */
    BAD_CONFIG,
    /** The topic holds something else under the same name. */
    CONFLICT,
    /** Kafka cannot be reached or refuses. */
    KAFKA
  }

  private final Category category;

  IngestException(Category category, String message) {
    super(message);
    this.category = category;
  }

  private IngestException(String message, Throwable cause) {
    super(message, cause);
    this.category = Category.KAFKA;
  }

  static IngestException badInput(String message) {
    return new IngestException(Category.BAD_INPUT, message);
  }

  static IngestException badConfig(String message) {
    return new IngestException(Category.BAD_CONFIG, message);
  }

  static IngestException conflict(String message) {
    return new IngestException(Category.CONFLICT, message);
  }

  /** Kafka's own reason, without the wrappings. */
  static IngestException kafka(String what, Throwable failure) {
    Throwable reason = failure;
    while (reason instanceof ExecutionException && reason.getCause() != null) {
      reason = reason.getCause();
    }
    return new IngestException(
        what + ": " + reason.getClass().getSimpleName() + ": " + reason.getMessage(), reason);
  }

  static IngestException interrupted(String what, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IngestException(what + " was interrupted", cause);
  }

  public Category category() {
    return category;
  }
}
