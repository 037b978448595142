package io.scstream.matrix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One line of a delimited table, split into fields; fields may be quoted. */
final class DelimitedLine {
  private static final int EXACT_DIGITS = 9;

  private final TextFile file;
  private final byte delimiter;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int fields;

  DelimitedLine(TextFile file, byte delimiter) {
    this.file = file;
    this.delimiter = delimiter;
  }

  /**
   * The delimiter of a table with this header: the tab if there is one, else the comma or
   * semicolon.
   */
  static byte delimiterOf(String header) {
    if (header.indexOf('\t') >= 0) {
      return '\t';
    }
    return (byte) (header.indexOf(',') < 0 && header.indexOf(';') >= 0 ? ';' : ',');
  }

  /** Splits the file's current line. */
  void split() {
    byte[] line = file.bytes();
    int length = file.length();
    fields = 0;
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < length; i++) {
      quoted ^= line[i] == '"';
      if (!quoted && line[i] == delimiter) {
        add(start, i);
        start = i + 1;
      }
    }
    add(start, length);
    if (quoted) {
      throw file.refuse("quoted field", "not closed", "a closing quote in the same line");
    }
  }

  int fields() {
    return fields;
  }

  String text(int field) {
    byte[] line = file.bytes();
    int start = starts[field];
    int end = ends[field];
    String text = new String(line, start, end - start, StandardCharsets.UTF_8);
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>(fields);
    for (int field = 0; field < fields; field++) {
      texts.add(text(field));
    }
    return texts;
  }

  int count(int field) {
    byte[] line = file.bytes();
    int digits = ends[field] - starts[field];
    if (digits == 0 || digits > EXACT_DIGITS) {
      return slowCount(field);
    }
    int count = 0;
    for (int i = starts[field]; i < ends[field]; i++) {
      int digit = line[i] - '0';
      if (digit < 0 || digit > 9) {
        return slowCount(field);
      }
      count = 10 * count + digit;
    }
    return count;
  }

  private int slowCount(int field) {
    Place place = new Place(file.path(), "line " + file.number() + ", field ", "");
    return place.count(text(field).strip(), field + 1);
  }

  private void add(int start, int end) {
    if (fields == starts.length) {
      starts = Arrays.copyOf(starts, 2 * fields);
      ends = Arrays.copyOf(ends, 2 * fields);
    }
    starts[fields] = start;
    ends[fields++] = end;
  }
}
