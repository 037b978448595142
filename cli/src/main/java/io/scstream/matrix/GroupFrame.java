package io.scstream.matrix;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A data frame as a group of columns: anndata 0.7 and later. */
final class GroupFrame implements Frame {
  private static final String CATEGORIES = "__categories";

  private final H5File file;
  private final Group group;
  private final String indexColumn;

  GroupFrame(H5File file, Group group) {
    this.file = file;
    this.group = group;
    Encoding.require(file, group, "dataframe");
    this.indexColumn = file.text(group, "_index").orElse("_index");
  }

  @Override
  public List<String> index() {
    return TextColumn.read(file, file.dataset(group, indexColumn));
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>(file.children(group));
    columns.remove(indexColumn);
    columns.remove(CATEGORIES);
    return columns;
  }

  @Override
  public List<String> column(String name) {
    Node column = file.child(group, name).orElseThrow();
    if (column instanceof Group parts) {
      return encoded(parts);
    }
    Encoding.require(file, column, "array", "string-array");
    List<String> values = TextColumn.read(file, (Dataset) column);
    Optional<Node> categories = file.find(H5File.name(group) + "/" + CATEGORIES + "/" + name);
    return categories.isEmpty()
        ? values
        : decode(name, values, TextColumn.read(file, (Dataset) categories.get()));
  }

  private List<String> encoded(Group parts) {
    String name = H5File.name(parts);
    if (Encoding.require(file, parts, Encoding.COLUMNS).equals("categorical")) {
      List<String> codes = TextColumn.read(file, file.dataset(parts, "codes"));
      return decode(name, codes, TextColumn.read(file, file.dataset(parts, "categories")));
    }
    List<String> values = TextColumn.read(file, file.dataset(parts, "values"));
    List<String> missing = TextColumn.read(file, file.dataset(parts, "mask"));
    if (missing.size() != values.size()) {
      throw MatrixException.badInput(
          file.path(), "length of " + name + "/mask", "" + missing.size(), "" + values.size());
    }
    for (int i = 0; i < values.size(); i++) {
      if (missing.get(i).equals("true")) {
        values.set(i, "");
      }
    }
    return values;
  }

  private List<String> decode(String name, List<String> codes, List<String> categories) {
    return Categories.decode(file, name, codes, categories);
  }
}
