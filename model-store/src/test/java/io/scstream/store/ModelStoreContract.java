package io.scstream.store;

import static io.scstream.store.Fixtures.manifest;
import static io.scstream.store.Fixtures.publish;
import static io.scstream.store.Fixtures.stage;
import static io.scstream.store.StoreAssertions.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store does, whatever it is made of. */
abstract class ModelStoreContract
    implements StagingContract,
        ConcurrencyContract,
        OwnerContract,
        RefsContract,
        TagContract,
        CollectionContract,
        ProbeContract {

  @Test
  void aPublishedVersionIsFound() {
    StagedVersion staged = stage(store(), "vae", 5, 1);
    ModelManifest manifest = manifest(staged);

    assertThat(store().publish(staged, manifest)).isEqualTo(Publication.CREATED);

    assertThat(store().find(VersionRef.exact("vae", 5))).contains(manifest);
    assertThat(store().find(VersionRef.latest("vae"))).contains(manifest);
    assertThat(sameStoreAgain().find(VersionRef.parse("vae"))).contains(manifest);
    assertThat(store().lineages()).containsExactly("vae");
  }

  @Test
  void itsBlobsAreReadBackAsTheyWereWritten() throws IOException {
    ModelManifest manifest = publish(store(), "vae", 5);

    BlobRef model = manifest.blob("model.safetensors");
    assertThat(store().read(model)).isEqualTo(Fixtures.model(5));
    try (InputStream in = store().open(model)) {
      assertThat(in.skip(8)).isEqualTo(8);
      assertThat(in.read()).isEqualTo('{');
      assertThat(in.readAllBytes()).hasSize((int) model.bytes() - 9);
    }
  }

  @Test
  void publishingTwiceIsPublishingOnce() {
    StagedVersion staged = stage(store(), "vae", 5, 1);
    ModelManifest manifest = manifest(staged);
    store().publish(staged, manifest);

    assertThat(store().publish(staged, manifest)).isEqualTo(Publication.ALREADY_PUBLISHED);
    assertThat(sameStoreAgain().publish(staged, manifest)).isEqualTo(Publication.ALREADY_PUBLISHED);
    assertThat(store().list("vae")).containsExactly(manifest);
  }

  @Test
  void theSameStepStagedAgainAfterAReplayIsTheSameVersion() {
    ModelManifest first = publish(store(), "vae", 5);
    StagedVersion again = stage(store(), "vae", 5, 5);
    ModelManifest later =
        Fixtures.builder(again.version(), again.blobs())
            .setWritten(
                new ModelManifest.Written(
                    Instant.parse("2026-11-23T00:00:00Z"), "trainer-1", Fixtures.RUN))
            .build();

    assertThat(store().publish(again, later)).isEqualTo(Publication.ALREADY_PUBLISHED);
    assertThat(store().find(VersionRef.exact("vae", 5))).contains(first);
  }

  @Test
  void anotherVersionUnderTheSameNumberIsAConflictAndOverwritesNothing() {
    ModelManifest first = publish(store(), "vae", 5);
    StagedVersion other = stage(store(), "vae", 5, 99);

    assertFails(
        Category.CONFLICT,
        () -> store().publish(other, manifest(other)),
        "manifests/vae/5.json exists with sha256 "
            + first.sha256()
            + "; expected "
            + manifest(other).sha256());

    assertThat(store().list("vae")).containsExactly(first);
    assertThat(store().read(first.blob("model.safetensors"))).isEqualTo(Fixtures.model(5));
  }

  @Test
  void theManifestMustListWhatWasStaged() {
    StagedVersion staged = stage(store(), "vae", 5, 1);

    assertFails(
        Category.BAD_INPUT,
        () -> store().publish(staged, manifest("vae", 5)),
        "expected what was staged");
    assertFails(
        Category.BAD_INPUT,
        () -> store().publish(staged, manifest("vae", 6)),
        "Staged was vae@5, but the manifest is of vae@6");
    assertThat(store().list("vae")).isEmpty();
  }

  @Test
  void versionsAreListedNewestFirstByNumber() {
    for (long version : new long[] {9, 100, 10, 0}) {
      publish(store(), "vae", version);
    }
    publish(store(), "other", 3);

    assertThat(store().versions("vae"))
        .extracting(ModelVersion::version)
        .containsExactly(100L, 10L, 9L, 0L);
    assertThat(store().list("vae"))
        .extracting(manifest -> manifest.version().version())
        .containsExactly(100L, 10L, 9L, 0L);
    assertThat(store().lineages()).containsExactly("other", "vae");
    assertThat(store().list("unheard-of")).isEmpty();
  }

  @Test
  void latestDoesNotGoBackWhenAnOlderVersionComesLate() {
    publish(store(), "vae", 10);
    publish(store(), "vae", 5);

    assertThat(store().alias("vae", "latest")).contains(new ModelVersion("vae", 10));
  }

  @Test
  void anAliasMovesFromWhereTheCallerBelievesItToBe() {
    publish(store(), "vae", 5);
    publish(store(), "vae", 10);

    store().setAlias("vae", "promoted", 5, Optional.empty());
    store().setAlias("vae", "promoted", 10, Optional.of(5L));

    assertThat(sameStoreAgain().find(VersionRef.parse("vae@promoted")))
        .map(ModelManifest::version)
        .contains(new ModelVersion("vae", 10));
    assertFails(
        Category.CONFLICT,
        () -> store().rollBackAlias("vae", "promoted", 5, Optional.of(7L)),
        "aliases/vae/promoted.json names 10; expected 7 before it moves to vae@5");
    assertFails(
        Category.CONFLICT,
        () -> store().rollBackAlias("vae", "promoted", 5, Optional.empty()),
        "aliases/vae/promoted.json names 10; expected nothing");
    assertThat(store().alias("vae", "promoted")).contains(new ModelVersion("vae", 10));
  }

  @Test
  void anAliasThatIsThereAlreadyIsDone() {
    publish(store(), "vae", 5);
    store().setAlias("vae", "promoted", 5, Optional.empty());

    store().setAlias("vae", "promoted", 5, Optional.empty());

    assertThat(store().alias("vae", "promoted")).contains(new ModelVersion("vae", 5));
  }

  @Test
  void anAliasGoesBackOnlyWhenARollbackIsAskedFor() {
    publish(store(), "vae", 5);
    publish(store(), "vae", 10);
    store().setAlias("vae", "promoted", 10, Optional.empty());

    assertFails(
        Category.BAD_INPUT,
        () -> store().setAlias("vae", "promoted", 5, Optional.of(10L)),
        "aliases/vae/promoted.json names 10, newer than vae@5");
    assertThat(store().alias("vae", "promoted")).contains(new ModelVersion("vae", 10));

    store().rollBackAlias("vae", "promoted", 5, Optional.of(10L));
    assertThat(store().alias("vae", "promoted")).contains(new ModelVersion("vae", 5));
  }

  @Test
  void anAliasNamesOnlyWhatIsPublished() {
    assertFails(
        Category.NOT_FOUND,
        () -> store().setAlias("vae", "promoted", 5, Optional.empty()),
        "manifests/vae/5.json is not in the store");
    assertThat(store().alias("vae", "promoted")).isEmpty();
  }

  @Test
  void versionsThatShareABlobShareItsBytes() {
    BlobRef first = publish(store(), "vae", 5).blob("genes.tsv");
    BlobRef second = publish(store(), "vae", 6).blob("genes.tsv");

    assertThat(first).isEqualTo(second);
    assertThat(store().verify()).isEqualTo(new VerifyReport(2, 3, 1, List.of()));
  }

  @Test
  void anUnknownBlobIsNotFound() {
    BlobRef unknown = BlobRef.of("never stored".getBytes(UTF_8));

    assertFails(
        Category.NOT_FOUND, () -> store().read(unknown), "blobs/" + unknown.sha256() + " is not");
  }

  @Test
  void verifyFindsAModelFileThatIsNoModelFile() {
    try (Staging staging = store().stage(new ModelVersion("vae", 5))) {
      staging.put("model.safetensors", Fixtures.GENES);
      StagedVersion staged = staging.finish();
      store().publish(staged, manifest(staged));
    }

    assertThat(store().verify(VersionRef.latest("vae")).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo("blobs/" + Sha256.hex(Fixtures.GENES));
              assertThat(problem.expected())
                  .isEqualTo("a safetensors file, model.safetensors of vae@5");
              assertThat(problem.found()).startsWith("Invalid safetensors header: length ");
            });
  }

  @Test
  void verifyComparesTheTensorIndexWithTheModelFile() {
    StagedVersion staged = stage(store(), "vae", 5, 1);
    TensorEntry wrong = new TensorEntry("encoder.weight", "F32", List.of(3L, 2L));
    store()
        .publish(
            staged,
            Fixtures.builder(staged.version(), staged.blobs())
                .optTensors(List.of(wrong, Fixtures.TENSORS.get(1)))
                .build());

    assertThat(store().verify(VersionRef.exact("vae", 5)).problems())
        .extracting(VerifyReport.Problem::expected)
        .containsExactly(
            "only tensors that manifests/vae/5.json lists",
            "encoder.weight F32 [3, 2] as manifests/vae/5.json lists it");
  }

  @Test
  void verifyingWhatIsNotThereFails() {
    assertFails(
        Category.NOT_FOUND,
        () -> store().verify(VersionRef.latest("vae")),
        "Version vae@latest is not in the store");
    assertThat(store().verify(VersionRef.exact("vae", 5)).problems())
        .containsExactly(new VerifyReport.Problem("manifests/vae/5.json", "a manifest", "nothing"));
  }
}
