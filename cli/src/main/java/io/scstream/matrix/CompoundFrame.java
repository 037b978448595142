package io.scstream.matrix;

import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.CompoundDataType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A data frame as one compound data set: anndata 0.6 and earlier. The names of categories stand
 * apart, in {@code uns/<column>_categories}.
 */
final class CompoundFrame implements Frame {
  private static final int WINDOW = 1 << 14;

  private final H5File file;
  private final Dataset table;
  private final List<String> members;

  CompoundFrame(H5File file, Dataset table) {
    this.file = file;
    this.table = table;
    this.members = file.guard(H5File.name(table), () -> members(table));
  }

  @Override
  public List<String> index() {
    return member(members.get(0));
  }

  @Override
  public List<String> columns() {
    return members.subList(1, members.size());
  }

  @Override
  public List<String> column(String name) {
    List<String> values = member(name);
    Optional<Node> categories = file.find("uns/" + name + "_categories");
    if (categories.isPresent() && categories.get() instanceof Dataset dataset) {
      return Categories.decode(file, name, values, TextColumn.read(file, dataset));
    }
    return values;
  }

  private List<String> member(String name) {
    int size = NumberColumn.listLength(file, table);
    int chunk = (int) Math.min(Integer.MAX_VALUE, NumberColumn.chunkLength(file, table));
    int step = chunk >= WINDOW ? chunk : WINDOW / chunk * chunk;
    long most = Extent.mostCharacters(file, table);
    long characters = 0;
    List<String> texts = new ArrayList<>();
    for (int from = 0; from < size; from += step) {
      long start = from;
      int length = Math.min(step, size - from);
      characters +=
          file.guard(H5File.name(table) + "/" + name, () -> addAll(texts, name, start, length));
      Extent.requireHeld(file, table, characters, most);
    }
    return texts;
  }

  /** Returns how many characters were added. */
  private long addAll(List<String> texts, String name, long start, int length) {
    Map<?, ?> columns = (Map<?, ?>) table.getData(new long[] {start}, new int[] {length});
    Object values = columns.get(name);
    if (values == null) {
      throw new IllegalStateException("no member " + name);
    }
    long characters = 0;
    for (int i = 0; i < length; i++) {
      String text = TextColumn.text(Array.get(values, i));
      texts.add(text);
      characters += text.length();
    }
    return characters;
  }

  private static List<String> members(Dataset table) {
    return ((CompoundDataType) table.getDataType())
        .getMembers().stream().map(CompoundDataType.CompoundDataMember::getName).toList();
  }
}
