package io.scstream.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options pick what is read. */
final class SelectionTest {
  private static final SyntheticCounts COUNTS =
      SyntheticCounts.of(new int[] {1, 0, 2}, new int[] {0, 3, 4});

  private final Path folder;

  SelectionTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void keepsGenesOfTheWantedType() {
    Path path = H5Fixture.tenxVersion3(folder.resolve("types"), COUNTS);
    ReadOptions options = ReadOptions.defaults().withFeatureTypes("Gene Expression");
    try (CountMatrix matrix = CountMatrices.open(path, options)) {
      assertThat(matrix.geneIds()).containsExactly("ENSG0", "ENSG2");
      assertThat(matrix.geneNames()).containsExactly("name of ENSG0", "name of ENSG2");
      assertThat(SyntheticCounts.read(matrix, 1)).isDeepEqualTo(new int[][] {{1, 2}, {0, 4}});
    }
  }

  @Test
  void takesTheColumnOfCellIdsByName() {
    Path path = TextFixture.write(folder.resolve("table"), "a;id;b\n1;x;2\n1e+2;y;4.0\n");
    ReadOptions options =
        ReadOptions.defaults().withOrientation(Orientation.CELLS_IN_ROWS).withCellColumn("id");
    try (CountMatrix matrix = CountMatrices.open(path, options)) {
      assertThat(matrix.cellIds()).containsExactly("x", "y");
      assertThat(matrix.geneIds()).containsExactly("a", "b");
      assertThat(SyntheticCounts.read(matrix, 1)).isDeepEqualTo(new int[][] {{1, 2}, {100, 4}});
    }
  }

  @Test
  void endsABlockWithTheCellThatReachesTheBudget() {
    Path path = H5Fixture.csr(folder.resolve("csr"), COUNTS);
    try (CountMatrix matrix =
            CountMatrices.open(path, ReadOptions.defaults().withMemoryEntries(2));
        Rows rows = matrix.rows()) {
      assertThat(rows.next())
          .isEqualTo(CsrBlock.of(0, new int[] {0, 2}, new int[] {0, 2}, new int[] {1, 2}));
      assertThat(rows.next())
          .isEqualTo(CsrBlock.of(1, new int[] {0, 2}, new int[] {1, 2}, new int[] {3, 4}));
      assertThat(rows.hasNext()).isFalse();
    }
  }
}
