package io.scstream.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotations are joined by cell id, and none may be missing. */
final class AnnotationsTest {
  private static final SyntheticCounts COUNTS =
      SyntheticCounts.of(new int[] {1, 0}, new int[] {0, 3}, new int[] {5, 0});

  private final Path folder;
  private final Path matrix;

  AnnotationsTest(@TempDir Path folder) {
    this.folder = folder;
    this.matrix = H5Fixture.loom(folder.resolve("loom"), COUNTS);
  }

  @Test
  void joinsByCellIdInAnyOrder() {
    Path table =
        annotations(
            "cell,batch,note\ncell-2,b,\"x, y\"\nother,c,\ncell-0,a,\ncell-1,a,\"say \"\"z\"\"\"\n");
    try (CountMatrix counts = open(table)) {
      assertThat(counts.obsColumns()).containsExactly("batch", "note", "total");
      assertThat(counts.requiredObs("batch")).containsExactly("a", "a", "b");
      assertThat(counts.requiredObs("note")).containsExactly("", "say \"z\"", "x, y");
      assertThat(counts.requiredObs("total")).containsExactly("0", "0", "0");
      assertThat(counts.unusedAnnotations()).isEqualTo(1);
    }
  }

  @Test
  void readsTablesWithoutHeaderOverTheIdsAndWinsOverTheFile() {
    Path table = annotations("batch\ttotal\r\ncell-0\ta\t1\r\ncell-1\tb\t2\r\ncell-2\tc\t3\r\n");
    try (CountMatrix counts = open(table)) {
      assertThat(counts.obsColumns()).containsExactly("batch", "total");
      assertThat(counts.requiredObs("total")).containsExactly("1", "2", "3");
      assertThat(counts.unusedAnnotations()).isZero();
    }
  }

  @Test
  void refusesMissingAndRepeatedCells() {
    refuses(
        "cell,batch\ncell-0,a\ncell-2,a\n",
        "annotations: no row for cell cell-1; expected a row for each of the 3 cells, cell ids in the"
            + " first column");
    refuses(
        "cell,batch\ncell-0,a\ncell-0,a\n",
        "cell id in line 3: cell-0; expected a cell id that no other row has");
  }

  private void refuses(String content, String problem) {
    Path table = annotations(content);
    Refusal.of(
        matrix,
        ReadOptions.defaults().withAnnotations(table),
        MatrixException.Category.BAD_INPUT,
        table + ": invalid " + problem);
  }

  private CountMatrix open(Path table) {
    return CountMatrices.open(matrix, ReadOptions.defaults().withAnnotations(table));
  }

  private Path annotations(String content) {
    return TextFixture.write(folder.resolve("cells.csv.gz"), content);
  }
}
