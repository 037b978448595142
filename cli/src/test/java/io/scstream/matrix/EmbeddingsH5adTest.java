package io.scstream.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings become files that anndata opens. */
final class EmbeddingsH5adTest {
  private final Path folder;

  EmbeddingsH5adTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void holdsWhatWasWritten() {
    Path path = folder.resolve("embeddings.h5ad");
    EmbeddingsH5ad.write(path, table().build());
    try (HdfFile file = new HdfFile(path)) {
      assertThat(file.getDatasetByPath("obs/_index").getData())
          .isEqualTo(new String[] {"cell-a", "cell-b"});
      assertThat(file.getDatasetByPath("obs/batch").getData()).isEqualTo(new String[] {"", "ä"});
      assertThat(file.getDatasetByPath("obs/loss").getData()).isEqualTo(new double[] {0.5, 1});
      assertThat(file.getDatasetByPath("obsm/X_salient").getData())
          .isEqualTo(new float[][] {{1, 2}, {3, 4}});
      assertThat(file.getDatasetByPath("uns/scstream/step").getData()).isEqualTo(42L);
      assertThat(file.getDatasetByPath("var/embedding").getData())
          .isEqualTo(new String[] {"X_salient", "X_salient", "X_background"});
      assertThat(file.getByPath("obs").getAttribute("column-order").getData())
          .isEqualTo(new String[] {"batch", "loss"});
    }
  }

  @Test
  void replacesAnOlderFileAndLeavesNothingBeside() throws IOException {
    Path path = Files.write(folder.resolve("embeddings.h5ad"), new byte[1 << 20]);
    EmbeddingsH5ad.write(path, table().build());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
    assertThat(Files.size(path)).isLessThan(1 << 20);
  }

  @Test
  void saysWhereItCannotWrite() {
    Path path = folder.resolve("absent").resolve("embeddings.h5ad");
    assertThatThrownBy(() -> EmbeddingsH5ad.write(path, table().build()))
        .isInstanceOf(MatrixException.class)
        .hasMessageStartingWith(
            path + ": inaccessible file: HdfWritingException: Failed to open file");
  }

  @Test
  void refusesTablesThatDoNotFit() {
    refuses(
        () -> EmbeddingTable.of(List.of()), "Invalid number of cells: 0; expected at least one");
    refuses(
        () -> EmbeddingTable.of(List.of("a", "a")),
        "Invalid cell id: a; expected different names, none empty");
    refuses(() -> table().obs("day", List.of("1")), "Invalid length of day: 1; expected 2");
    refuses(
        () -> table().embedding("X_other", new float[3], 2),
        "Invalid length of X_other: 3; expected 2 cells x 2");
    refuses(
        () -> table().embedding("X_other", new float[][] {{1, 2}, {3}}),
        "Invalid row 1 of X_other: 1 values; expected 2 values, as in row 0, and at least one");
    refuses(
        () -> table().obs("batch", List.of("1", "2")),
        "Invalid name: batch; expected a name used once");
    refuses(
        () -> table().obs("a/b", List.of("1", "2")),
        "Invalid name: a/b; expected a name without slashes, other than _index");
    refuses(
        () -> EmbeddingTable.of(List.of("a")).build(),
        "Invalid number of embeddings: 0; expected at least one");
  }

  @Test
  void opensInAnndata() throws IOException, InterruptedException {
    Python.assumeModules("anndata", "h5py");
    Path full = folder.resolve("full.h5ad");
    EmbeddingsH5ad.write(full, table().build());
    Path bare = folder.resolve("bare.h5ad");
    EmbeddingsH5ad.write(
        bare, EmbeddingTable.of(List.of("a")).embedding("X_z", new float[] {1}, 1).build());
    String script =
        """
        import sys, anndata
        full = anndata.read_h5ad(sys.argv[1])
        assert list(full.obs_names) == ['cell-a', 'cell-b'], full.obs_names
        assert list(full.obs['batch']) == ['', 'ä'], full.obs
        assert list(full.obs['loss']) == [0.5, 1], full.obs
        assert full.obsm['X_salient'].tolist() == [[1, 2], [3, 4]], full.obsm
        assert full.obsm['X_background'].tolist() == [[5], [6]], full.obsm
        scstream = dict(full.uns['scstream'])
        assert scstream == {'model': 'vae@42', 'step': 42, 'loss': 1.5}, scstream
        bare = anndata.read_h5ad(sys.argv[2])
        assert bare.shape == (1, 1) and bare.X is None, bare
        full.write_h5ad(sys.argv[1])
        """;
    Python.run("-c", script, full.toString(), bare.toString());
  }

  private static EmbeddingTable.Builder table() {
    return EmbeddingTable.of(List.of("cell-a", "cell-b"))
        .obs("batch", List.of("", "ä"))
        .obs("loss", new double[] {0.5, 1})
        .embedding("X_salient", new float[] {1, 2, 3, 4}, 2)
        .embedding("X_background", new float[][] {{5}, {6}})
        .provenance("model", "vae@42")
        .provenance("step", 42)
        .provenance("loss", 1.5);
  }

  private static void refuses(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
