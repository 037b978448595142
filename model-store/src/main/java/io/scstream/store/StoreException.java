package io.scstream.store;

import java.io.IOException;

/** The one exception of this module; its category says what a caller can do about it. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Category category;

  public StoreException(Category category, String message) {
    super(message);
    this.category = category;
  }

  public StoreException(Category category, String message, Throwable cause) {
    super(message, cause);
    this.category = category;
  }

  public Category category() {
    return category;
  }

  static StoreException badInput(String message) {
    return new StoreException(Category.BAD_INPUT, message);
  }

  static StoreException io(String attempt, IOException cause) {
    return new StoreException(Category.IO, "Cannot " + attempt + ": " + cause, cause);
  }

  static StoreException corrupt(String message) {
    return new StoreException(Category.CORRUPT, message);
  }

  /** What kind of failure it is. */
  public enum Category {
    /** The caller asked for something that cannot be; asking again gives the same answer. */
    BAD_INPUT,
    /** What was asked for is not in the store. */
    NOT_FOUND,
    /** Somebody else published or moved something else first; nothing was overwritten. */
    CONFLICT,
    /** Stored bytes are not what was once stored. */
    CORRUPT,
    /** The storage failed; worth trying again. */
    IO
  }
}
