package io.scstream.matrix;

import static io.scstream.matrix.Orientation.CELLS_IN_ROWS;
import static io.scstream.matrix.Orientation.GENES_IN_ROWS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same random counts come back from every format, whatever the memory. */
final class RoundTripTest {
  private static final ReadOptions DEFAULTS = ReadOptions.defaults();

  private final Path folder;

  RoundTripTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void h5ad(long seed) {
    SyntheticCounts counts = SyntheticCounts.random(seed);
    comesBack(H5Fixture.csr(folder.resolve("csr"), counts), DEFAULTS, counts);
    comesBack(H5Fixture.csc(folder.resolve("csc"), counts), DEFAULTS, counts);
    comesBack(H5Fixture.dense(folder.resolve("dense"), counts), DEFAULTS, counts);
    int[] chunk = {Math.min(2, counts.cells.length), Math.min(3, counts.geneIds.length)};
    comesBack(H5Fixture.dense(folder.resolve("chunked"), counts, chunk), DEFAULTS, counts);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void tenx(long seed) {
    SyntheticCounts counts = SyntheticCounts.random(seed);
    comesBack(H5Fixture.tenxVersion3(folder.resolve("v3"), counts), DEFAULTS, counts);
    comesBack(H5Fixture.tenxVersion2(folder.resolve("v2"), counts, "hg38"), DEFAULTS, counts);
    comesBack(TextFixture.tenx(folder.resolve("directory"), counts), DEFAULTS, counts);
    Path shuffled = TextFixture.shuffledTenx(folder.resolve("shuffled"), counts, seed);
    comesBack(shuffled, DEFAULTS, counts);
    comesBack(shuffled.resolve("matrix.mtx"), DEFAULTS, counts);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void loom(long seed) {
    SyntheticCounts counts = SyntheticCounts.random(seed);
    int[] chunk = {Math.min(2, counts.geneIds.length), Math.min(3, counts.cells.length)};
    comesBack(H5Fixture.loom(folder.resolve("chunked"), counts, chunk), DEFAULTS, counts);
    comesBack(H5Fixture.loom(folder.resolve("contiguous"), counts), DEFAULTS, counts);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void delimited(long seed) {
    SyntheticCounts counts = SyntheticCounts.random(seed);
    ReadOptions cells = DEFAULTS.withOrientation(CELLS_IN_ROWS);
    comesBack(text("cells.csv", TextFixture.csv(counts, ",")), cells, counts);
    comesBack(text("cells.tsv.gz", TextFixture.csv(counts, "\t")), cells, counts);
    ReadOptions genes = DEFAULTS.withOrientation(GENES_IN_ROWS);
    comesBack(text("genes.csv", TextFixture.genesInRows(counts)), genes, counts);
    comesBack(text("transposed.csv", TextFixture.csv(counts.transposed(), ",")), genes, counts);
  }

  private Path text(String name, String content) {
    return TextFixture.write(folder.resolve(name), content);
  }

  private static void comesBack(Path path, ReadOptions options, SyntheticCounts counts) {
    for (int memory : new int[] {1, 7, 100, 1 << 20}) {
      try (CountMatrix matrix = CountMatrices.open(path, options.withMemoryEntries(memory))) {
        assertThat(SyntheticCounts.read(matrix, 4096)).isDeepEqualTo(counts.cells);
        assertThat(SyntheticCounts.read(matrix, 3)).isDeepEqualTo(counts.cells);
        assertThat(matrix.cellIds()).hasSize(counts.cellIds.length);
        assertThat(matrix.geneIds()).hasSize(counts.geneIds.length);
      }
    }
  }
}
