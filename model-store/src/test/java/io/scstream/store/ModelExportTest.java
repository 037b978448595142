package io.scstream.store;

import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExportTest {

  private final Path folder;

  ModelExportTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void anExportedVersionNeedsNoStore() throws IOException {
    ModelStore store = FileModelStore.open(folder.resolve("store"));
    ModelManifest manifest = Fixtures.publish(store, "vae", 5);
    Path target = folder.resolve("out/vae-5");

    assertThat(ModelExport.export(store, VersionRef.latest("vae"), target)).isEqualTo(manifest);

    assertThat(names(target))
        .containsExactly("README.md", "genes.tsv", "manifest.json", "model.safetensors");
    assertThat(target.resolve("model.safetensors")).hasBinaryContent(Fixtures.model(5));
    assertThat(target.resolve("genes.tsv")).hasBinaryContent(Fixtures.GENES);
    assertThat(ManifestParser.fromJson(Files.readString(target.resolve("manifest.json"))))
        .isEqualTo(manifest);
    assertThat(names(folder.resolve("out"))).containsExactly("vae-5");
  }

  @Test
  void theModelCardSaysWhatItIsAndHowToOpenIt() throws IOException {
    ModelStore store = FileModelStore.open(folder.resolve("store"));
    StagedVersion staged = Fixtures.stage(store, "vae", 5, 1);
    store.publish(
        staged,
        Fixtures.builder(staged.version(), staged.blobs())
            .optMetrics(Map.of("elbo", -1.5e10, "kl \"local\"", 2e-5))
            .build());
    Path target = folder.resolve("out");
    ModelExport.export(store, VersionRef.exact("vae", 5), target);

    assertThat(Files.readString(target.resolve("README.md")))
        .startsWith(
            """
            ---
            lineage: "vae"
            version: 5
            parent: "vae@4"
            """)
        .contains(
            """
            step: 5
            cells_seen: 320
            cells_trained: 300
            cells_held_out: 4
            gene_space: "hvg-2"
            genes: 2
            guarantee: "G2"
            code_version: "0.1.0"
            metrics:
              "elbo": -1.5E+10
              "kl \\"local\\"": 2.0E-5
            ---

            # vae@5
            """)
        .contains("| genes.tsv | 11 | `" + Sha256.hex(Fixtures.GENES) + "` |")
        .contains("weights = load_file(\"model.safetensors\")");
  }

  @Test
  void theModelCardSpeaksOfTheEncoderWhereThereIsOne() throws IOException {
    ModelStore store = FileModelStore.open(folder.resolve("store"));
    Fixtures.publish(store, "vae", 5);
    ModelExport.export(store, VersionRef.latest("vae"), folder.resolve("without"));
    assertThat(Files.readString(folder.resolve("without/README.md"))).doesNotContain("onnx");

    try (Staging staging = store.stage(new ModelVersion("vae", 6))) {
      staging.put("encoder.onnx", new byte[] {8});
      StagedVersion staged = staging.finish();
      store.publish(staged, Fixtures.builder(staged.version(), staged.blobs()).build());
    }
    ModelExport.export(store, VersionRef.latest("vae"), folder.resolve("with"));
    assertThat(Files.readString(folder.resolve("with/README.md")))
        .contains("onnxruntime.InferenceSession(\"encoder.onnx\")");
    assertThat(folder.resolve("with/encoder.onnx")).hasBinaryContent(new byte[] {8});
  }

  @Test
  void aFolderWithSomethingInItIsLeftAlone() throws IOException {
    ModelStore store = FileModelStore.open(folder.resolve("store"));
    Fixtures.publish(store, "vae", 5);
    Path target = Files.createDirectory(folder.resolve("out"));
    Files.writeString(target.resolve("thesis.tex"), "x");

    assertFails(
        Category.BAD_INPUT,
        () -> ModelExport.export(store, VersionRef.latest("vae"), target),
        "Cannot export to " + target + ": it is not empty; expected a new or an empty folder");
    assertFails(
        Category.BAD_INPUT,
        () -> ModelExport.export(store, VersionRef.latest("vae"), target.resolve("thesis.tex")),
        "expected a new or an empty folder");
    assertThat(names(target)).containsExactly("thesis.tex");
  }

  @Test
  void anEmptyFolderIsFilled() throws IOException {
    ModelStore store = FileModelStore.open(folder.resolve("store"));
    Fixtures.publish(store, "vae", 5);
    Path target = Files.createDirectory(folder.resolve("out"));

    ModelExport.export(store, VersionRef.latest("vae"), target);

    assertThat(names(target)).hasSize(4);
  }

  @Test
  void aDamagedVersionIsNotExportedByHalf() throws IOException {
    ModelStore store = FileModelStore.open(folder.resolve("store"));
    BlobRef model = Fixtures.publish(store, "vae", 5).blob("model.safetensors");
    Files.write(folder.resolve("store/blobs").resolve(model.sha256()), Fixtures.model(6));

    assertFails(
        Category.CORRUPT,
        () -> ModelExport.export(store, VersionRef.latest("vae"), folder.resolve("out")),
        "blobs/" + model.sha256() + " is damaged");
    assertThat(names(folder)).containsExactly("store");
  }

  @Test
  void anUnknownVersionIsNotFound() {
    ModelStore store = FileModelStore.open(folder.resolve("store"));

    assertFails(
        Category.NOT_FOUND,
        () -> ModelExport.export(store, VersionRef.parse("vae@7"), folder.resolve("out")),
        "Version vae@7 is not in the store");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
