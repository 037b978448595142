package io.scstream.models;

import java.util.Objects;

/** The one failure of this module; its category says who can do something about it. */
public final class ModelException extends RuntimeException {

  /** Whose move it is. */
  public enum Category {
    /** A cell, a minibatch or a snapshot breaks its contract. */
    BAD_INPUT,
    /** A spec or an option is out of range. */
    BAD_CONFIG,
    /** Training left the range of finite numbers. */
    DIVERGED,
    /** The tensor engine cannot be loaded or used. */
    ENGINE,
    /** The device has too little memory, even for half a minibatch. */
    MEMORY
  }

  private final Category category;

  public ModelException(Category category, String message) {
    super(message);
    this.category = Objects.requireNonNull(category);
  }

  public ModelException(Category category, String message, Throwable cause) {
    super(message, cause);
    this.category = Objects.requireNonNull(category);
  }

  public Category category() {
    return category;
  }

  /** Refuses bad input. */
  public static void checkInput(boolean holds, String message, Object... arguments) {
    check(holds, Category.BAD_INPUT, message, arguments);
  }

  /** Refuses a bad setting. */
  public static void checkConfig(boolean holds, String message, Object... arguments) {
    check(holds, Category.BAD_CONFIG, message, arguments);
  }

  // The annotation that lets the compiler check formats is not worth a dependency.
  @SuppressWarnings("AnnotateFormatMethod")
  private static void check(boolean holds, Category category, String message, Object... arguments) {
    if (!holds) {
      throw new ModelException(category, String.format(message, arguments));
    }
  }
}
