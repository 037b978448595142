package io.scstream.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The layouts that anndata has had, in files written by h5py: see src/test/python/make_fixtures.py.
 */
final class H5adTest {
  private static final int CELLS = 300;
  private static final int GENES = 40;

  @ParameterizedTest
  @CsvSource({
    "compound, X",
    "referenced, X",
    "newest, layers/counts",
    "newest, counts",
    "newest, raw"
  })
  void readsEveryLayout(String name, String layer) {
    try (CountMatrix matrix = open(name, layer)) {
      assertThat(SyntheticCounts.read(matrix, 64)).isDeepEqualTo(counts());
      assertThat(matrix.cellIds()).startsWith("cell-0", "cell-1").hasSize(CELLS);
      String prefix = layer.equals("raw") ? "raw-" : "gene-";
      assertThat(matrix.geneIds()).startsWith(prefix + "0", prefix + "1").hasSize(GENES);
      assertThat(matrix.geneNames()).isEmpty();
      assertThat(matrix.requiredObs("batch")).startsWith("", "left", "right", "", "left");
    }
  }

  @Test
  void givesColumnsOfEveryKindAsText() {
    try (CountMatrix matrix = open("newest", "counts")) {
      assertThat(matrix.requiredObs("nullable_integer")).startsWith("", "1", "2", "", "4");
      assertThat(matrix.requiredObs("nullable_boolean")).startsWith("", "false", "true", "");
      assertThat(matrix.requiredObs("is_control")).startsWith("true", "false", "true", "false");
      assertThat(matrix.requiredObs("score")).startsWith("", "0.25", "0.5", "", "1.0");
      assertThat(matrix.requiredObs("label")).startsWith("Zelle ä0", "Zelle ä1");
      assertThatThrownBy(() -> matrix.obs("strange"))
          .isInstanceOf(MatrixException.class)
          .hasMessageEndingWith(
              "unsupported encoding-type of obs/strange: awkward-array; expected one of [categorical,"
                  + " nullable-integer, nullable-boolean, nullable-string-array]");
    }
    try (CountMatrix matrix = open("compound", "X")) {
      assertThat(matrix.obsColumns()).containsExactly("batch", "n", "share");
      assertThat(matrix.requiredObs("n")).startsWith("0", "10000000000");
    }
  }

  @Test
  void refusesLzfCompressedStrings() {
    Path path = resource("lzf_strings");
    Refusal.ofUnsupported(
        path,
        "compression of obs/_index: LZF, of strings of variable length; expected gzip or none; rewrite"
            + " the file, for example with anndata's write_h5ad(compression='gzip')");
  }

  @Test
  void streamsTwiceAndSideBySide() {
    try (CountMatrix matrix = open("compound", "X");
        Rows first = matrix.rows(100);
        Rows second = matrix.rows(100)) {
      while (first.hasNext()) {
        assertThat(first.next()).isEqualTo(second.next());
      }
      assertThat(second.hasNext()).isFalse();
    }
  }

  private static CountMatrix open(String name, String layer) {
    return CountMatrices.open(resource(name), ReadOptions.defaults().withLayer(layer));
  }

  private static Path resource(String name) {
    URL url = Objects.requireNonNull(H5adTest.class.getResource("/matrix/" + name + ".h5ad"));
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int[][] counts() {
    int[][] counts = new int[CELLS][GENES];
    for (int cell = 0; cell < CELLS; cell++) {
      for (int gene = 0; gene < GENES; gene++) {
        counts[cell][gene] = (cell * 7 + gene * 3) % 5 == 0 ? (cell + gene) % 9 : 0;
      }
    }
    return counts;
  }
}
