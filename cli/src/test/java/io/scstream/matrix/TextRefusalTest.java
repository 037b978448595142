package io.scstream.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong in a text file is said by file, line, value and expectation. */
final class TextRefusalTest {
  private static final String COUNT = "; expected a raw count, a whole number from 0 to 2147483647";
  private static final String KNOWN =
      "; expected h5ad, 10x HDF5, a 10x directory, loom, or a delimited table";
  private static final String CONVERT = KNOWN + "; convert, for example with anndata's write_h5ad";
  private static final SyntheticCounts COUNTS =
      SyntheticCounts.of(new int[] {1, 0, 2}, new int[] {0, 3, 4});
  private static final ReadOptions CELLS =
      ReadOptions.defaults().withOrientation(Orientation.CELLS_IN_ROWS);

  private final Path folder;

  TextRefusalTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void matrixMarketEntries() {
    refusesMtx("3 2 1\n1 1 0.5\n", "count at line [4]: 0.5" + COUNT);
    refusesMtx("3 2 1\n1 1 -2\n", "count at line [4]: -2" + COUNT);
    refusesMtx("3 2 1\n1 1 2147483648\n", "count at line [4]: 2147483648" + COUNT);
    refusesMtx("3 2 1\n1 1 nan\n", "count at line [4]: nan" + COUNT);
    refusesMtx("3 2 1\n1 1\n", "count at line [4]: empty" + COUNT);
    refusesMtx("3 2 1\n4 1 1\n", "row in line 4: 4 1 1; expected a number from 1 to 3");
    refusesMtx("3 2 1\n0 1 1\n", "row in line 4: 0 1 1; expected a number from 1 to 3");
    refusesMtx("3 2 1\n1 3 1\n", "column in line 4: 3 1; expected a number from 1 to 2");
  }

  @Test
  void matrixMarketLengths() {
    refusesMtx(
        "3 2 2\n1 1 1\n",
        "number of entries: 1: the file may be truncated; expected 2 as declared in its size line");
    refusesMtx(
        "3 2 1\n1 1 1\n2 1 1\n", "entries in line 5: more than declared; expected 1 entries");
    refusesMtx(
        "3 2 1\n1 1 12",
        "end of file in line 4: no line end; expected a line end; without it the file may be"
            + " truncated");
    refusesMtx(
        "4 2 0\n",
        "shape: 4 x 2; expected 3 x 2, the lines of features.tsv.gz and of the barcodes");
  }

  @Test
  void duplicateEntries() {
    Path directory = tenx("3 2 2\n1 1 1\n1 1 2\n");
    Refusal.ofBadInput(
        directory, "entries of cell cell-0: gene ENSG0 twice; expected one entry for each gene");
  }

  @Test
  void matrixMarketKinds() {
    Path directory = TextFixture.tenx(folder.resolve("kind"), COUNTS);
    Path matrix = directory.resolve("matrix.mtx.gz");
    TextFixture.write(matrix, "%%MatrixMarket matrix coordinate pattern general\n3 2 0\n");
    Refusal.of(
        directory,
        ReadOptions.defaults(),
        MatrixException.Category.UNSUPPORTED,
        matrix
            + ": unsupported Matrix Market kind: matrix coordinate pattern general; expected matrix"
            + " coordinate integer general, or real in place of integer");
  }

  @Test
  void incompleteDirectories() throws IOException {
    Path directory = TextFixture.tenx(folder.resolve("part"), COUNTS);
    Files.delete(directory.resolve("features.tsv.gz"));
    Refusal.ofBadInput(
        directory,
        "directory: no features.tsv or genes.tsv; expected one file features.tsv or genes.tsv, gzipped"
            + " or not");
    TextFixture.write(directory.resolve("features.tsv"), "a\nb\nc\n");
    TextFixture.write(directory.resolve("genes.tsv"), "a\nb\nc\n");
    Refusal.ofBadInput(
        directory,
        "directory: 2 files features.tsv or genes.tsv; expected one file features.tsv or genes.tsv,"
            + " gzipped or not");
  }

  @Test
  void delimitedTables() {
    refusesCsv("id,a,b\nx,1,0.5\n", "count at line 2, field [3]: 0.5" + COUNT);
    refusesCsv("id,a,b\nx,1,\n", "count at line 2, field [3]: empty" + COUNT);
    refusesCsv("id,a,b\nx,1,NA\n", "count at line 2, field [3]: NA" + COUNT);
    refusesCsv("id,a,b\nx,1,2\ny,1\n", "number of fields in line 3: 2; expected 3");
    refusesCsv("id,a,a\nx,1,2\n", "header: a twice; expected different column names");
    refusesCsv(
        "id,a,b\nx,1,2\nx,1,2\n",
        "cell id 1: x; expected a name that no other has; cell id 0" + " is the same");
    refusesCsv(
        "id,a,b\n\"x,1,2\n",
        "quoted field in line 2: not closed; expected a closing quote in" + " the same line");
    Refusal.ofBadInput(
        TextFixture.write(folder.resolve("unstated"), "id,a\nx,1\n"),
        "orientation: not stated; expected CELLS_IN_ROWS or GENES_IN_ROWS: a delimited table does not"
            + " tell");
  }

  @Test
  void optionsThatDoNotApply() {
    Path csv = TextFixture.write(folder.resolve("csv"), "id,a\nx,1\n");
    Refusal.ofBadInput(
        csv,
        CELLS.withLayer("raw"),
        "layer: raw is absent; expected X: this format has one matrix");
    Refusal.ofBadInput(
        csv,
        CELLS.withGenome("hg38"),
        "genome option: hg38; expected none: only Cell Ranger 2 HDF5 files keep genomes apart");
    Refusal.ofBadInput(
        csv,
        CELLS.withFeatureTypes("Gene Expression"),
        "feature type: Gene Expression; expected no filter: the file has no feature types");
    Refusal.ofBadInput(
        csv,
        CELLS.withCellColumn("barcode"),
        "cell column: barcode; expected a column of a table with cells in rows");
  }

  @Test
  void foreignFormats() throws IOException {
    Path excel = Files.writeString(folder.resolve("a.csv"), "PK\003\004[Content_Types].xml");
    Refusal.ofUnsupported(
        excel, "format: unknown format (a zip archive, as Excel writes)" + CONVERT);
    Path zarr = Files.createDirectories(folder.resolve("a.zarr"));
    Files.writeString(zarr.resolve(".zgroup"), "{}");
    Refusal.ofUnsupported(zarr, "format: Zarr" + CONVERT);
    Path rds = TextFixture.write(folder.resolve("a.gz"), "X\n\0\0\0\3");
    Refusal.ofUnsupported(rds, "format: unknown format" + KNOWN);
    Refusal.ofBadInput(Files.createFile(folder.resolve("empty")), "file: empty" + KNOWN);
    Refusal.ofBadInput(
        folder.resolve("absent"), "file: does not exist; expected a file or directory");
  }

  @Test
  void missingObsColumns() {
    Path path = H5Fixture.loom(folder.resolve("loom"), COUNTS);
    try (CountMatrix matrix = CountMatrices.open(path, ReadOptions.defaults())) {
      assertThat(matrix.obs("batch")).isEmpty();
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> matrix.requiredObs("batch"))
          .isInstanceOf(MatrixException.class)
          .hasMessage(path + ": invalid obs column: batch; expected one of [total]");
    }
  }

  private void refusesMtx(String content, String problem) {
    Path directory = tenx(content);
    Path matrix = directory.resolve("matrix.mtx");
    Refusal.of(
        directory,
        ReadOptions.defaults(),
        MatrixException.Category.BAD_INPUT,
        matrix + ": invalid " + problem);
  }

  private Path tenx(String content) {
    Path directory = TextFixture.tenx(folder.resolve("tenx"), COUNTS);
    directory.resolve("matrix.mtx.gz").toFile().delete();
    TextFixture.write(
        directory.resolve("matrix.mtx"),
        "%%MatrixMarket matrix coordinate real general\n%\n" + content);
    return directory;
  }

  private void refusesCsv(String content, String problem) {
    Refusal.ofBadInput(TextFixture.write(folder.resolve("table"), content), CELLS, problem);
  }
}
