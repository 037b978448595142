package io.scstream.matrix;

import io.jhdf.api.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The {@code encoding-type} and {@code encoding-version} of an h5ad element. Unknown ones are
 * refused by name.
 */
final class Encoding {
  /** Column encodings that are groups. */
  static final String[] COLUMNS = {
    "categorical", "nullable-integer", "nullable-boolean", "nullable-string-array"
  };

  private static final Map<String, Set<String>> VERSIONS =
      Map.of(
          "anndata", Set.of("0.1.0"),
          "raw", Set.of("0.1.0"),
          "dataframe", Set.of("0.1.0", "0.2.0"),
          "csr_matrix", Set.of("0.1.0"),
          "csc_matrix", Set.of("0.1.0"),
          "array", Set.of("0.1.0", "0.2.0"),
          "string-array", Set.of("0.2.0"),
          "categorical", Set.of("0.1.0", "0.2.0"));

  private static final Set<String> NULLABLE_VERSIONS = Set.of("0.1.0");

  private Encoding() {}

  /** Returns the encoding type, or the first expected one where the element does not say. */
  static String require(H5File file, Node node, String... expected) {
    String type = file.text(node, "encoding-type").orElse("");
    if (type.isEmpty()) {
      return expected[0];
    }
    List<String> types = Arrays.asList(expected);
    if (!types.contains(type)) {
      throw MatrixException.unsupported(
          file.path(), "encoding-type of " + H5File.name(node), type, "one of " + types);
    }
    String version = file.text(node, "encoding-version").orElse("");
    Set<String> versions = VERSIONS.getOrDefault(type, NULLABLE_VERSIONS);
    if (!versions.contains(version)) {
      throw MatrixException.unsupported(
          file.path(),
          "encoding-version of " + H5File.name(node) + " (" + type + ")",
          version,
          "one of " + versions.stream().sorted().toList());
    }
    return type;
  }
}
