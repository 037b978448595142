package io.scstream.matrix;

import io.jhdf.api.Dataset;
import io.jhdf.object.message.DataLayout;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** A one-dimensional data set of any type as text. */
final class TextColumn {
  private static final int WINDOW = 1 << 16;
  private static final int LZF = 32000;

  private TextColumn() {}

  static List<String> read(H5File file, Dataset dataset) {
    refuseLzfStrings(file, dataset);
    int size = NumberColumn.listLength(file, dataset);
    long chunk = NumberColumn.chunkLength(file, dataset);
    int step = (int) (chunk >= WINDOW ? chunk : WINDOW / chunk * chunk);
    long most = Extent.mostCharacters(file, dataset);
    long characters = 0;
    List<String> texts = new ArrayList<>();
    for (int from = 0; from < size; from += step) {
      long start = from;
      int length = Math.min(step, size - from);
      Object values = file.guard(H5File.name(dataset), () -> slice(dataset, start, length));
      characters += file.guard(H5File.name(dataset), () -> addAll(texts, values, length));
      Extent.requireHeld(file, dataset, characters, most);
    }
    return texts;
  }

  /** One value as text; truth values come from the library by their names. */
  static String text(Object value) {
    if (value instanceof Double number) {
      return number.isNaN() ? "" : number.toString();
    }
    if (value instanceof Float number) {
      return number.isNaN() ? "" : number.toString();
    }
    if (value instanceof byte[] bytes) {
      throw new IllegalArgumentException("raw bytes " + bytes.length);
    }
    return switch (value.toString()) {
      case "TRUE" -> "true";
      case "FALSE" -> "false";
      default -> value.toString();
    };
  }

  /**
   * Files of h5py 3.7 hold this filter without its parameters for strings of variable length, and
   * the library cannot decode without them.
   */
  private static void refuseLzfStrings(H5File file, Dataset dataset) {
    boolean undecodable =
        file.guard(H5File.name(dataset), dataset::getFilters).stream()
            .anyMatch(filter -> filter.getId() == LZF && filter.getFilterData().length < 3);
    if (undecodable) {
      throw MatrixException.unsupported(
          file.path(),
          "compression of " + H5File.name(dataset),
          "LZF, of strings of variable length",
          "gzip or none; rewrite the file, for example with anndata's"
              + " write_h5ad(compression='gzip')");
    }
  }

  private static Object slice(Dataset dataset, long from, int length) {
    return dataset.getDataLayout() == DataLayout.COMPACT
        ? dataset.getData()
        : dataset.getData(new long[] {from}, new int[] {length});
  }

  /** Returns how many characters were added. */
  private static long addAll(List<String> texts, Object values, int length) {
    long characters = 0;
    for (int i = 0; i < length; i++) {
      String text = text(Array.get(values, i));
      texts.add(text);
      characters += text.length();
    }
    return characters;
  }
}
