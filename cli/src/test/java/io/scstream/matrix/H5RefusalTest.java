package io.scstream.matrix;

import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in an HDF5 file is said by file, field, value and expectation. */
final class H5RefusalTest {
  private static final String COUNT = "; expected a raw count, a whole number from 0 to 2147483647";
  private static final SyntheticCounts COUNTS =
      SyntheticCounts.of(new int[] {1, 0, 2}, new int[] {0, 3, 4});

  private final Path folder;

  H5RefusalTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5",
    "-1, -1",
    "NaN, NaN",
    "Infinity, Infinity",
    "2147483648, 2147483648",
    "1e300, 1.0E300"
  })
  void namesWhatIsNoCount(double value, String shown) {
    Path dense = folder.resolve("dense");
    write(dense, file -> dense(file, new double[][] {{0, 0, 0}, {0, value, 0}}));
    Refusal.ofBadInput(dense, "count at X[1, 1]: " + shown + COUNT);
    Path sparse = folder.resolve("sparse");
    write(
        sparse, file -> csr(file, new int[] {0, 1, 2}, new int[] {0, 2}, new double[] {1, value}));
    Refusal.ofBadInput(sparse, "count at X/data[1]: " + shown + COUNT);
  }

  @Test
  void suggestsOtherLayersForNormalisedValues() {
    Path path = folder.resolve("layers");
    write(
        path,
        file -> {
          dense(file, new double[][] {{0.5, 0, 0}, {0, 0, 0}});
          file.putGroup("layers").putDataset("counts", COUNTS.cells);
        });
    Refusal.ofBadInput(
        path, "count at X[0, 0]: 0.5" + COUNT + "; other layers of this file: [layers/counts]");
    Refusal.ofBadInput(
        path,
        ReadOptions.defaults().withLayer("layers/raw_counts"),
        "layer: layers/raw_counts is absent; expected one of [X, layers/counts]");
  }

  @Test
  void refusesMatricesWhosePartsDoNotFit() {
    refusesCsr(new int[] {0, 2, 1, 2}, "length of X/indptr: 4; expected 3");
    refusesCsr(new int[] {0, 3, 2}, "X/indptr[1]: 3.0; expected a whole number from 0 to 2");
    refusesCsr(new int[] {0, 1, 1}, "X/indptr[2]: 1.0; expected 2");
    refusesCsr(new int[] {1, 2, 2}, "X/indptr[0]: 1.0; expected 0");
    Path index = folder.resolve("index");
    write(index, file -> csr(file, new int[] {0, 1, 2}, new int[] {0, 3}, new double[] {1, 1}));
    Refusal.ofBadInput(index, "X/indices[1]: 3.0; expected a whole number from 0 to 2");
    Path duplicate = folder.resolve("duplicate");
    write(duplicate, file -> csr(file, new int[] {0, 2, 2}, new int[] {1, 1}, new double[] {1, 1}));
    Refusal.ofBadInput(
        duplicate, "entries of cell cell-0: gene ENSG1 twice; expected one entry for each gene");
    Path shape = folder.resolve("shape");
    write(
        shape,
        file -> {
          H5Fixture.frames(file, COUNTS);
          H5Fixture.sparse(file, "X", "csr_matrix", COUNTS, 2, 4);
        });
    Refusal.ofBadInput(shape, "shape of X: [2.0, 4.0]; expected 2 cells x 3 genes");
  }

  @Test
  void refusesIndptrThatFalls() {
    SyntheticCounts three =
        SyntheticCounts.of(new int[] {1, 0}, new int[] {0, 1}, new int[] {1, 1});
    Path path = folder.resolve("falls");
    write(
        path,
        file -> {
          H5Fixture.frames(file, three);
          WritableGroup x = file.putGroup("X");
          H5Fixture.encode(x, "csr_matrix", "0.1.0");
          x.putAttribute("shape", new long[] {3, 2});
          x.putDataset("indptr", new int[] {0, 2, 1, 4});
          x.putDataset("indices", new int[] {0, 1, 0, 1});
          x.putDataset("data", new int[] {1, 1, 1, 1});
        });
    Refusal.ofBadInput(path, "X/indptr[2]: 1; expected at least 2");
  }

  @Test
  void refusesUnknownEncodings() {
    Path type = folder.resolve("type");
    write(
        type,
        file -> {
          H5Fixture.frames(file, COUNTS);
          H5Fixture.sparse(file, "X", "coo_matrix", COUNTS, 2, 3);
        });
    Refusal.ofUnsupported(
        type, "encoding-type of X: coo_matrix; expected one of [csr_matrix, csc_matrix]");
    Path version = folder.resolve("version");
    write(
        version,
        file -> {
          H5Fixture.frames(file, COUNTS);
          H5Fixture.encode(
              H5Fixture.sparse(file, "X", "csr_matrix", COUNTS, 2, 3), "csr_matrix", "9.0");
        });
    Refusal.ofUnsupported(
        version, "encoding-version of X (csr_matrix): 9.0; expected one of [0.1.0]");
  }

  @Test
  void refusesDuplicateAndEmptyNames() {
    refusesNames(
        new String[] {"a", "a"},
        new String[] {"x", "y", "z"},
        "cell id 1: a; expected a name that no other has; cell id 0 is the same");
    refusesNames(
        new String[] {"a", "b"},
        new String[] {"x", "y", "x"},
        "gene id 2: x; expected a name that no other has; gene id 0 is the same");
    refusesNames(
        new String[] {"a", " "}, new String[] {"x", "y", "z"}, "cell id 1: empty; expected a name");
  }

  @Test
  void refusesFilesWithoutMatrix() {
    Path empty = folder.resolve("empty");
    write(empty, file -> H5Fixture.frames(file, COUNTS));
    Refusal.ofBadInput(
        empty, "layer: X is absent; expected a file with counts: this one holds no matrix");
    Path other = folder.resolve("other");
    write(other, file -> file.putDataset("assay", new int[] {1}));
    Refusal.ofUnsupported(
        other,
        "HDF5 layout: a root with [assay]; expected h5ad (obs, var, X), 10x (matrix, or one group for"
            + " each genome) or loom (matrix, row_attrs, col_attrs)");
  }

  @Test
  void asksForTheGenome() {
    Path path = H5Fixture.tenxVersion2(folder.resolve("genomes"), COUNTS, "hg38", "mm10");
    Refusal.ofBadInput(
        path, "genome: not chosen; expected one of [hg38, mm10], which this file holds");
    Refusal.ofBadInput(
        path,
        ReadOptions.defaults().withGenome("hg19"),
        "genome: hg19; expected one of [hg38, mm10]");
    Refusal.readAll(path, ReadOptions.defaults().withGenome("mm10"));
  }

  @Test
  void listsFeatureTypes() {
    Path path = H5Fixture.tenxVersion3(folder.resolve("types"), COUNTS);
    Refusal.ofBadInput(
        path,
        ReadOptions.defaults().withFeatureTypes("Peaks"),
        "feature type: Peaks; expected one of [Antibody Capture, Gene Expression]");
  }

  @Test
  void refusesChunksTooLargeForMemory() {
    Path path = folder.resolve("chunk");
    int[] large = new int[(64 << 20) / Integer.BYTES + 1];
    write(
        path,
        file -> {
          H5Fixture.frames(file, COUNTS);
          WritableGroup x = file.putGroup("X");
          H5Fixture.encode(x, "csr_matrix", "0.1.0");
          x.putAttribute("shape", new long[] {2, 3});
          x.putDataset("indptr", new int[] {0, 0, large.length});
          x.putDataset(
              "indices", large, io.jhdf.api.DatasetCreationOptions.builder().deflate(1).build());
          x.putDataset("data", large);
        });
    Refusal.ofUnsupported(
        path,
        "chunk size of X/indices: 67108868 bytes; expected at most 67108864 bytes, to be read in"
            + " bounded memory; rewrite the file with smaller chunks");
  }

  private void refusesCsr(int[] indptr, String problem) {
    Path path = folder.resolve("csr");
    path.toFile().delete();
    write(path, file -> csr(file, indptr, new int[] {0, 2}, new double[] {1, 1}));
    Refusal.ofBadInput(path, problem);
  }

  private void refusesNames(String[] cells, String[] genes, String problem) {
    Path path = folder.resolve(String.join("-", cells) + String.join("-", genes));
    write(
        path,
        file -> {
          H5Fixture.encode(file, "anndata", "0.1.0");
          H5Fixture.frame(file, "obs", cells);
          H5Fixture.frame(file, "var", genes);
          file.putDataset("X", COUNTS.cells);
        });
    Refusal.ofBadInput(path, problem);
  }

  private static void dense(WritableHdfFile file, double[][] values) {
    H5Fixture.frames(file, COUNTS);
    file.putDataset("X", values);
  }

  private static void csr(WritableHdfFile file, int[] indptr, int[] indices, double[] data) {
    H5Fixture.frames(file, COUNTS);
    WritableGroup x = file.putGroup("X");
    H5Fixture.encode(x, "csr_matrix", "0.1.0");
    x.putAttribute("shape", new long[] {2, 3});
    x.putDataset("indptr", indptr);
    x.putDataset("indices", indices);
    x.putDataset("data", data);
  }

  private static void write(Path path, Consumer<WritableHdfFile> content) {
    H5Fixture.write(path, content);
  }
}
