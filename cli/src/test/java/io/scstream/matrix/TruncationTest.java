package io.scstream.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file cut anywhere is refused, and a damaged one never fails in another way. */
final class TruncationTest {
  private static final SyntheticCounts COUNTS = SyntheticCounts.random(5);
  private static final ReadOptions GENES =
      ReadOptions.defaults().withOrientation(Orientation.GENES_IN_ROWS);

  private final Path folder;

  TruncationTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void everyCutOfAnHdf5FileIsRefused() throws IOException {
    refusesEveryCut(H5Fixture.csr(folder.resolve("csr"), COUNTS), 7);
    refusesEveryCut(H5Fixture.tenxVersion3(folder.resolve("tenx"), COUNTS), 7);
    refusesEveryCut(H5Fixture.loom(folder.resolve("loom"), COUNTS), 7);
  }

  @Test
  void everyCutOfAMatrixMarketFileIsRefused() throws IOException {
    Path zipped = TextFixture.tenx(folder.resolve("zipped"), COUNTS);
    refusesEveryCut(zipped, zipped.resolve("matrix.mtx.gz"), 1);
    refusesEveryCut(zipped, zipped.resolve("barcodes.tsv.gz"), 1);
    refusesEveryCut(zipped, zipped.resolve("features.tsv.gz"), 1);
    Path plain = TextFixture.shuffledTenx(folder.resolve("plain"), COUNTS, 1);
    refusesEveryCut(plain, plain.resolve("matrix.mtx"), 1);
    refusesEveryCut(plain, plain.resolve("barcodes.tsv"), 1);
    refusesEveryCut(plain, plain.resolve("genes.tsv"), 1);
  }

  @Test
  void everyCutOfAZippedTableIsRefused() throws IOException {
    Path table = folder.resolve("table.csv.gz");
    refusesEveryCut(TextFixture.write(table, TextFixture.genesInRows(COUNTS)), 1);
  }

  @Test
  void damagedBytesNeverFailInAnotherWay() throws IOException {
    Path path = H5Fixture.csr(folder.resolve("damaged"), COUNTS);
    byte[] whole = Files.readAllBytes(path);
    for (int seed = 0; seed < 500; seed++) {
      byte[] damaged = whole.clone();
      Random random = new Random(seed);
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(path, damaged);
      try {
        Refusal.readAll(path, ReadOptions.defaults());
      } catch (MatrixException e) {
        assertThat(e.getMessage()).startsWith(path + ": ").doesNotContain("\n");
      }
    }
  }

  private static void refusesEveryCut(Path path, int step) throws IOException {
    refusesEveryCut(path, path, step);
  }

  private static void refusesEveryCut(Path opened, Path cut, int step) throws IOException {
    byte[] whole = Files.readAllBytes(cut);
    for (int length = 0; length < whole.length; length += step) {
      Files.write(cut, Arrays.copyOf(whole, length));
      try {
        Refusal.readAll(opened, GENES);
        fail("%s cut to %d of %d bytes was read", cut, length, whole.length);
      } catch (MatrixException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
      }
    }
    Files.write(cut, whole);
    Refusal.readAll(opened, GENES);
  }
}
