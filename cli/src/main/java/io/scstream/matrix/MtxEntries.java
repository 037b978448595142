package io.scstream.matrix;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The entries of a Matrix Market file, in the file's order. Genes are its rows, cells its columns.
 */
final class MtxEntries implements Resource {
  static final String BANNER = "%%MatrixMarket";

  private static final int EXACT_DIGITS = 9;

  private final TextFile file;
  private final Place place;
  private final int genes;
  private final int cells;
  private final long entries;
  private long read;
  private int position;
  private int gene;
  private int cell;
  private int count;

  private MtxEntries(TextFile file, int[] shape, long entries) {
    this.file = file;
    this.place = new Place(file.path(), "line ", "");
    this.genes = shape[0];
    this.cells = shape[1];
    this.entries = entries;
  }

  static MtxEntries open(Path path) {
    TextFile file = TextFile.open(path);
    boolean opened = false;
    try {
      MtxEntries entries = open(file);
      opened = true;
      return entries;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  private static MtxEntries open(TextFile file) {
    requireBanner(file);
    boolean more = file.next();
    while (more && (file.length() == 0 || file.bytes()[0] == '%')) {
      more = file.next();
    }
    String[] sizes = file.text().strip().split("\\s+", -1);
    if (!more || sizes.length != 3) {
      throw file.refuse("size line", more ? file.text() : "missing", "rows, columns and entries");
    }
    long[] numbers = new long[3];
    for (int i = 0; i < 3; i++) {
      numbers[i] = size(file, sizes[i], i == 2 ? Long.MAX_VALUE : Integer.MAX_VALUE);
    }
    return new MtxEntries(file, new int[] {(int) numbers[0], (int) numbers[1]}, numbers[2]);
  }

  int genes() {
    return genes;
  }

  int cells() {
    return cells;
  }

  /** Moves on to the next entry. Returns whether there is one; refuses a file that ends early. */
  boolean next() {
    boolean more = file.next();
    while (more && (file.length() == 0 || file.bytes()[0] == '%')) {
      more = file.next();
    }
    if (!more) {
      requireAll();
      return false;
    }
    if (read++ == entries) {
      throw file.refuse("entries", "more than declared", entries + " entries");
    }
    position = 0;
    gene = index("row", genes);
    cell = index("column", cells);
    count = parseCount();
    return true;
  }

  int gene() {
    return gene;
  }

  int cell() {
    return cell;
  }

  int count() {
    return count;
  }

  @Override
  public void close() {
    file.close();
  }

  private void requireAll() {
    if (read != entries) {
      throw MatrixException.badInput(
          file.path(),
          "number of entries",
          read + ": the file may be truncated",
          entries + " as declared in its size line");
    }
  }

  private int index(String axis, int limit) {
    int start = skipBlanks();
    int index = digits();
    if (index < 1 || index > limit) {
      String text = file.text();
      throw file.refuse(
          axis, text.substring(Math.min(start, text.length())), "a number from 1 to " + limit);
    }
    return index - 1;
  }

  private int parseCount() {
    int start = skipBlanks();
    int value = digits();
    if (position == file.length() && value >= 0) {
      return value;
    }
    String text = file.text().substring(Math.min(start, file.text().length())).strip();
    return place.count(text, file.number());
  }

  private int skipBlanks() {
    byte[] line = file.bytes();
    while (position < file.length() && (line[position] == ' ' || line[position] == '\t')) {
      position++;
    }
    return position;
  }

  /** Reads digits up to a blank; -1 where something else stands or the number is long. */
  private int digits() {
    byte[] line = file.bytes();
    int end = Math.min(file.length(), position + EXACT_DIGITS);
    int start = position;
    int number = 0;
    while (position < end && line[position] >= '0' && line[position] <= '9') {
      number = 10 * number + line[position++] - '0';
    }
    boolean ended = position == file.length() || line[position] == ' ' || line[position] == '\t';
    return position > start && ended ? number : -1;
  }

  private static void requireBanner(TextFile file) {
    boolean found = file.next() && file.text().startsWith(BANNER);
    String banner = file.text().strip();
    List<String> words = List.of(banner.toLowerCase(Locale.ROOT).split("\\s+", -1));
    if (!found || words.size() != 5) {
      throw MatrixException.badInput(file.path(), "first line", banner, BANNER + " and four words");
    }
    boolean counts = words.get(3).equals("integer") || words.get(3).equals("real");
    if (!words.get(1).equals("matrix")
        || !words.get(2).equals("coordinate")
        || !counts
        || !words.get(4).equals("general")) {
      throw MatrixException.unsupported(
          file.path(),
          "Matrix Market kind",
          String.join(" ", words.subList(1, 5)),
          "matrix coordinate integer general, or real in place of integer");
    }
  }

  private static long size(TextFile file, String text, long limit) {
    long size;
    try {
      size = Long.parseLong(text);
    } catch (NumberFormatException e) {
      size = -1;
    }
    if (size < 0 || size > limit) {
      throw file.refuse("size", text, "a whole number up to " + limit);
    }
    return size;
  }
}
