package io.scstream.matrix;

import java.nio.file.Path;

/**
 * A file that cannot be read or written as asked. The message is one line that a user can act on.
 */
public final class MatrixException extends RuntimeException {
  private static final int LONGEST_VALUE = 200;

  /** Whose fault it is. */
  public enum Category {
    /** The file, or what was asked of it, is wrong. */
    BAD_INPUT,
    /** The file may be fine, but holds something this reader does not know. */
    UNSUPPORTED,
    /** The file system failed. */
    IO
  }

  private final Category category;
  private final String file;
  private final String field;
  private final String value;
  private final String expectation;

  private MatrixException(
      Category category, Path file, String field, String value, String expectation) {
    super(
        "%s: %s %s: %s; expected %s"
            .formatted(file, verdict(category), oneLine(field), oneLine(value), expectation));
    this.category = category;
    this.file = file.toString();
    this.field = field;
    this.value = value;
    this.expectation = expectation;
  }

  static MatrixException badInput(Path file, String field, String value, String expectation) {
    return new MatrixException(Category.BAD_INPUT, file, field, value, expectation);
  }

  static MatrixException unsupported(Path file, String field, String value, String expectation) {
    return new MatrixException(Category.UNSUPPORTED, file, field, value, expectation);
  }

  static MatrixException io(Path file, Throwable cause) {
    String problem = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    MatrixException failure =
        new MatrixException(Category.IO, file, "file", problem, "a file that can be accessed");
    failure.initCause(cause);
    return failure;
  }

  MatrixException causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  public Category category() {
    return category;
  }

  public String file() {
    return file;
  }

  /** The part of the file: a column, a data set, a line. */
  public String field() {
    return field;
  }

  /** What was found there. */
  public String value() {
    return value;
  }

  /** What should have been there. */
  public String expectation() {
    return expectation;
  }

  private static String verdict(Category category) {
    return switch (category) {
      case BAD_INPUT -> "invalid";
      case UNSUPPORTED -> "unsupported";
      case IO -> "inaccessible";
    };
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "...";
  }
}
