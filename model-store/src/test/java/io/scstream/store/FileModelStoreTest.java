package io.scstream.store;

import static io.scstream.store.Fixtures.manifest;
import static io.scstream.store.Fixtures.publish;
import static io.scstream.store.Fixtures.stage;
import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import io.scstream.store.VerifyReport.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileModelStoreTest extends ModelStoreContract {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final Path root;

  FileModelStoreTest(@TempDir Path root) {
    this.root = root;
  }

  @Override
  public ModelStore store() {
    return FileModelStore.open(root);
  }

  @Override
  public ModelStore sameStoreAgain() {
    return FileModelStore.open(root);
  }

  @Override
  public Storage storage() {
    return new FileStorage(root, new DiskOperations());
  }

  @Test
  void theLayoutIsAsDocumented() {
    ModelManifest manifest = publish(store(), "vae", 5);

    assertThat(files())
        .containsExactlyInAnyOrder(
            "aliases/vae/.lock",
            "aliases/vae/latest.json",
            "blobs/" + manifest.blob("genes.tsv").sha256(),
            "blobs/" + manifest.blob("model.safetensors").sha256(),
            "lineages/vae/owner.json",
            "manifests/vae/5.json");
  }

  @Test
  void stagedFilesLieUnderTheirStep() {
    StagedVersion staged = stage(store(), "vae", 5, 1);

    assertThat(staged.token()).matches("vae/5-[0-9a-f-]{36}");
    assertThat(files())
        .containsExactlyInAnyOrder(
            "staging/" + staged.token() + "/genes.tsv",
            "staging/" + staged.token() + "/model.safetensors");
  }

  @Test
  void everyStepIsDurableBeforeTheNext() throws IOException {
    RecordingOperations operations = new RecordingOperations(root.toRealPath());
    ModelStore store = FileModelStore.open(root, operations);
    StagedVersion staged;
    try (Staging staging = store.stage(new ModelVersion("vae", 5))) {
      staging.put("genes.tsv", Fixtures.GENES);
      staged = staging.finish();
    }
    store.publish(staged, manifest(staged));

    assertThat(operations.calls())
        .containsExactly(
            "write",
            "sync",
            "sync staging/" + staged.token(),
            "sync staging/vae",
            "sync staging",
            "sync ",
            "sync lineages",
            "sync ",
            "write",
            "sync",
            "link lineages/vae/owner.json",
            "sync lineages/vae",
            "sync ",
            "link blobs/" + Sha256.hex(Fixtures.GENES),
            "sync blobs",
            "sync manifests",
            "sync ",
            "write",
            "sync",
            "link manifests/vae/5.json",
            "sync manifests/vae",
            "sync aliases",
            "sync ",
            "write",
            "sync",
            "rename aliases/vae/latest.json",
            "sync aliases/vae");
  }

  @Test
  void aFullDiskWhileStagingLeavesNothing() {
    ModelStore full = FileModelStore.open(root, FaultyOperations.fullAfter(1));

    assertFails(
        Category.IO,
        () -> stage(full, "vae", 5, 1),
        "Cannot stage genes.tsv of vae@5: java.io.IOException: No space left on device");

    assertThat(files()).isEmpty();
  }

  @Test
  void aFullDiskWhilePublishingLeavesNothingVisibleAndNoDebris() {
    StagedVersion staged = stage(store(), "vae", 5, 1);
    ModelStore full = FileModelStore.open(root, FaultyOperations.fullAfter(1));

    assertFails(Category.IO, () -> full.publish(staged, manifest(staged)), "No space left");

    assertThat(store().list("vae")).isEmpty();
    assertThat(files())
        .allMatch(file -> file.matches("(blobs|lineages)/.*|staging/vae/5-[0-9a-f-]{36}/.*"))
        .hasSize(5);
    assertThat(store().publish(staged, manifest(staged))).isEqualTo(Publication.CREATED);
  }

  @Test
  void aStagedFileThatWasChangedIsNotPublished() throws IOException {
    StagedVersion staged = stage(store(), "vae", 5, 1);
    Path genes = root.resolve("staging").resolve(staged.token()).resolve("genes.tsv");
    Files.writeString(genes, "GATA2\nSPI1\n");

    assertFails(
        Category.CORRUPT,
        () -> store().publish(staged, manifest(staged)),
        "staging/" + staged.token() + "/genes.tsv was changed: found ");
    assertThat(store().list("vae")).isEmpty();
  }

  @Test
  void aDamagedBlobIsFoundByReadingAndByVerifying() throws IOException {
    BlobRef genes = publish(store(), "vae", 5).blob("genes.tsv");
    publish(store(), "vae", 6);
    Path blob = root.resolve("blobs").resolve(genes.sha256());
    byte[] content = Files.readAllBytes(blob);
    content[3] ^= 1;
    Files.write(blob, content);

    assertFails(
        Category.CORRUPT,
        () -> store().read(genes),
        "blobs/" + genes.sha256() + " is damaged: found " + BlobRef.of(content));
    try (InputStream in = store().open(genes)) {
      assertFails(Category.CORRUPT, () -> in.skip(100), "is damaged");
    }
    assertThat(store().verify().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo("blobs/" + genes.sha256());
              assertThat(problem.expected()).isEqualTo("genes.tsv of vae@5");
              assertThat(problem.found()).contains(BlobRef.of(content).sha256());
            });
  }

  @Test
  void aBlobOfTheWrongSizeIsNotBuiltUpon() throws IOException {
    BlobRef genes = publish(store(), "vae", 5).blob("genes.tsv");
    Files.writeString(root.resolve("blobs").resolve(genes.sha256()), "GATA1");
    StagedVersion next = stage(store(), "vae", 6, 2);

    assertFails(
        Category.CORRUPT,
        () -> store().publish(next, manifest(next)),
        genes.sha256() + " is damaged: found 5 bytes; expected 11");
    assertThat(store().versions("vae")).containsExactly(new ModelVersion("vae", 5));
  }

  @Test
  void everyKindOfDamageIsReportedAtOnce() throws IOException {
    ModelManifest five = publish(store(), "vae", 5);
    publish(store(), "vae", 6);
    publish(store(), "vae", 7);
    Files.delete(root.resolve("blobs").resolve(five.blob("model.safetensors").sha256()));
    Path six = root.resolve("manifests/vae/6.json");
    Files.writeString(
        six, Files.readString(six).replace("\"cellsSeen\": 384", "\"cellsSeen\": 385"));
    Files.delete(root.resolve("manifests/vae/7.json"));
    Files.writeString(root.resolve("manifests/vae/notes.txt"), "x");
    Files.copy(root.resolve("manifests/vae/5.json"), root.resolve("manifests/vae/8.json"));
    Files.writeString(root.resolve("aliases/vae/promoted.json"), "{");

    assertThat(store().verify().problems())
        .extracting(Problem::file)
        .containsExactlyInAnyOrder(
            "blobs/" + five.blob("model.safetensors").sha256(),
            "manifests/vae/6.json",
            "manifests/vae/notes.txt",
            "manifests/vae/8.json",
            "aliases/vae/latest.json",
            "aliases/vae/promoted.json");
    assertFails(
        Category.CORRUPT,
        () -> store().find(VersionRef.exact("vae", 6)),
        "manifests/vae/6.json: Manifest of vae@6 was changed");
    assertFails(
        Category.CORRUPT,
        () -> store().find(VersionRef.exact("vae", 8)),
        "manifests/vae/8.json: It is the manifest of vae@5; expected vae@8");
    assertFails(
        Category.CORRUPT,
        () -> store().find(VersionRef.alias("vae", "promoted")),
        "aliases/vae/promoted.json: Invalid alias");
  }

  @Test
  void aManifestOfALaterFormatIsNamedAsSuch() throws IOException {
    publish(store(), "vae", 5);
    Path five = root.resolve("manifests/vae/5.json");
    Files.writeString(
        five, Files.readString(five).replace("\"formatVersion\": 1", "\"formatVersion\": 2"));

    assertFails(
        Category.BAD_INPUT,
        () -> store().find(VersionRef.exact("vae", 5)),
        "manifests/vae/5.json: Unknown formatVersion of manifest: 2; supported are [1]");
  }

  @Test
  void onlyStagingOlderThanAskedForIsCollected() throws IOException {
    StagedVersion old = stage(store(), "vae", 5, 1);
    StagedVersion young = stage(store(), "vae", 6, 1);
    StagedVersion growing = stage(store(), "vae", 7, 1);
    age(old, Duration.ofHours(25));
    age(young, Duration.ofHours(23));
    age(growing, Duration.ofHours(25));
    Path lastWritten = root.resolve("staging").resolve(growing.token()).resolve("genes.tsv");
    Files.setLastModifiedTime(lastWritten, FileTime.from(NOON.minus(Duration.ofHours(1))));

    Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    assertThat(store().collectStaging("vae", Duration.ofHours(24), clock)).isEqualTo(1);

    assertThat(root.resolve("staging").resolve(old.token())).doesNotExist();
    assertThat(store().publish(young, manifest(young))).isEqualTo(Publication.CREATED);
    assertThat(store().publish(growing, manifest(growing))).isEqualTo(Publication.CREATED);
  }

  @Test
  void aFolderThatIsMovedAwayIsAnOutageAndNotAnEmptyStore() throws IOException {
    Path folder = root.resolve("store");
    ModelStore store = FileModelStore.open(folder);
    publish(store, "vae", 5);
    StagedVersion staged = stage(store, "vae", 6, 1);
    Files.move(folder, root.resolve("elsewhere"));

    assertFails(Category.IO, () -> store.publish(staged, manifest(staged)), "is gone");
    assertFails(Category.IO, () -> stage(store, "vae", 7, 1), "is gone");
    assertFails(Category.IO, () -> store.find(VersionRef.exact("vae", 5)), "is gone");
    assertFails(
        Category.IO, () -> store.setAlias("vae", "promoted", 5, Optional.empty()), "is gone");
    assertThat(folder).doesNotExist();

    Files.move(root.resolve("elsewhere"), folder);
    assertThat(store.publish(staged, manifest(staged))).isEqualTo(Publication.CREATED);
  }

  @Test
  void aRootThatIsAFileIsRefused() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "x");

    assertFails(Category.IO, () -> FileModelStore.open(file), "Cannot open a store in " + file);
  }

  private void age(StagedVersion staged, Duration age) throws IOException {
    try (Stream<Path> paths = Files.walk(root.resolve("staging").resolve(staged.token()))) {
      for (Path path : paths.toList()) {
        Files.setLastModifiedTime(path, FileTime.from(NOON.minus(age)));
      }
    }
  }

  private List<String> files() {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(Files::isRegularFile).map(p -> root.relativize(p).toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
