package io.scstream.matrix;

import java.util.ArrayList;
import java.util.List;

/** Categorical columns: codes into a list of names, -1 where the value is missing. */
final class Categories {
  private Categories() {}

  static List<String> decode(
      H5File file, String column, List<String> codes, List<String> categories) {
    List<String> values = new ArrayList<>(codes.size());
    for (String text : codes) {
      int code = code(text);
      if (code < -1 || code >= categories.size()) {
        throw MatrixException.badInput(
            file.path(), "category code of " + column, text, "-1 to " + (categories.size() - 1));
      }
      values.add(code < 0 ? "" : categories.get(code));
    }
    return values;
  }

  private static int code(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return Integer.MIN_VALUE;
    }
  }
}
