package io.scstream.matrix;

import java.nio.file.Path;

/**
 * Where numbers stand, so that a refusal can say so.
 *
 * @param field the data set, or {@code line} of a text file
 * @param hint what else the reader could try, or empty
 */
record Place(Path file, String field, String hint) {
  private static final String COUNT = "a raw count, a whole number from 0 to 2147483647";

  int count(double value, long position) {
    int count = (int) value;
    if (count != value || count < 0) {
      throw refuse("[" + position + "]", text(value));
    }
    return count;
  }

  int count(double value, long row, long column) {
    int count = (int) value;
    if (count != value || count < 0) {
      throw refuse("[" + row + ", " + column + "]", text(value));
    }
    return count;
  }

  int count(String text, long position) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refuse("[" + position + "]", text.isEmpty() ? "empty" : text);
    }
    int count = (int) value;
    if (count != value || count < 0) {
      throw refuse("[" + position + "]", text);
    }
    return count;
  }

  MatrixException refuse(String position, String value) {
    return MatrixException.badInput(file, "count at " + field + position, value, COUNT + hint);
  }

  private static String text(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
