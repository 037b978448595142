package io.scstream.store;

import static io.scstream.store.Fixtures.manifest;
import static io.scstream.store.Fixtures.publish;
import static io.scstream.store.Fixtures.stage;
import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.ModelManifest.Written;
import io.scstream.store.StoreException.Category;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is deleted, and above all what is not. */
interface CollectionContract extends StoreContract {

  Duration GRACE = Duration.ofHours(1);
  RetentionPolicy LAST_ONE = new RetentionPolicy(1, 0, 0, GRACE);

  @Test
  default void whatNothingRefersToWaitsAGraceAndGoes() {
    for (int version = 1; version <= 4; version++) {
      publish(store(), "vae", version);
    }
    store().tag(new ModelVersion("vae", 2), "paper");

    GcReport first = store().collect(LAST_ONE, at(0));
    GcReport tooSoon = store().collect(LAST_ONE, at(59));

    assertThat(first.condemned()).containsExactly("manifests/vae/1.json", "manifests/vae/3.json");
    assertThat(first.deleted()).isEmpty();
    assertThat(tooSoon.condemned()).isEqualTo(first.condemned());
    assertThat(store().versions("vae")).hasSize(4);

    GcReport second = sameStoreAgain().collect(LAST_ONE, at(60));

    assertThat(second.deleted()).isEqualTo(first.condemned());
    assertThat(second.condemned()).hasSize(2).allMatch(path -> path.startsWith("blobs/"));
    assertThat(store().versions("vae"))
        .containsExactly(new ModelVersion("vae", 4), new ModelVersion("vae", 2));

    GcReport third = store().collect(LAST_ONE, at(120));

    assertThat(third.deleted()).isEqualTo(second.condemned());
    assertThat(third.condemned()).isEmpty();
    assertThat(store().verify()).isEqualTo(new VerifyReport(2, 3, 2, List.of()));
  }

  @Test
  default void aNameGivenWhileAVersionWaitsSavesIt() {
    publish(store(), "vae", 1);
    publish(store(), "vae", 2);
    store().collect(LAST_ONE, at(0));

    store().setAlias("vae", "promoted", 1, Optional.empty());
    GcReport report = store().collect(LAST_ONE, at(600));

    assertThat(report.deleted()).isEmpty();
    assertThat(report.condemned()).isEmpty();
    assertThat(store().verify().isClean()).isTrue();
  }

  @Test
  default void versionsThatForksLeanOnStay() {
    publish(store(), "vae", 1);
    publish(store(), "vae", 2);
    StagedVersion forked = stage(store(), "fork", 9, 3);
    store()
        .publish(
            forked,
            Fixtures.builder(forked.version(), forked.blobs())
                .setWritten(
                    new Written(
                        Instant.EPOCH,
                        "trainer-1",
                        new RunOrigin(
                            "6c1f3f1e-0000-4000-8000-000000000002", new ModelVersion("vae", 1))))
                .build());

    store().collect(LAST_ONE, at(0));
    store().collect(LAST_ONE, at(600));

    assertThat(store().versions("vae")).hasSize(2);
  }

  @Test
  default void blobsOfAnAttemptThatDiedAreSavedByPublishingAgain() {
    StagedVersion lost = stage(store(), "vae", 1, 1);
    store().publish(lost, manifest(lost));
    publish(store(), "vae", 2);
    store().collect(LAST_ONE, at(0));
    store().collect(LAST_ONE, at(60)); // The manifest goes, the blobs begin to wait.

    StagedVersion again = stage(store(), "other", 1, 1);
    store().publish(again, manifest(again));
    store().collect(LAST_ONE, at(120));
    store().collect(LAST_ONE, at(180));

    assertThat(store().versions("vae")).containsExactly(new ModelVersion("vae", 2));
    assertThat(store().versions("other")).hasSize(1);
    assertThat(store().verify().isClean()).isTrue();
  }

  @Test
  default void lookingChangesNothing() {
    publish(store(), "vae", 1);
    publish(store(), "vae", 2);

    GcReport report = store().collectable(LAST_ONE, at(0));

    assertThat(report.condemned()).containsExactly("manifests/vae/1.json");
    assertThat(store().collect(LAST_ONE, at(600)).deleted()).isEmpty();
  }

  @Test
  default void aVersionThatSawAnErasedDonorIsKeptByNoRule() {
    RetentionPolicy all = new RetentionPolicy(100, 100, 100, GRACE);
    DonorRegister seen = new DonorRegister();
    for (int version = 1; version <= 4; version++) {
      seen.add("D" + version);
      try (Staging staging = store().stage(new ModelVersion("vae", version))) {
        staging.put(DonorRegister.BLOB, seen.toBytes());
        StagedVersion staged = staging.finish();
        store().publish(staged, manifest(staged));
      }
    }
    store().eraseDonor("vae", "D3", at(0).instant(), "", "");

    store().collect(all, at(0));
    store().collect(all, at(60));

    assertThat(store().versions("vae"))
        .as("latest names 4, and 1 and 2 are clean")
        .extracting(ModelVersion::version)
        .containsExactly(4L, 2L, 1L);
  }

  @Test
  default void onlyOneCollectsAtATimeAndADeadOneIsSucceeded() {
    publish(store(), "vae", 1);
    publish(store(), "vae", 2);
    ModelStore dying = storeThatDiesAt(12);
    try {
      dying.collect(LAST_ONE, at(0));
    } catch (StoreException e) {
      assertThat(e.category()).isEqualTo(Category.IO);
    }

    assertFails(
        Category.CONFLICT,
        () -> store().collect(LAST_ONE, at(30)),
        "Another collection is at work since");
    store().collect(LAST_ONE, at(60));
    store().collect(LAST_ONE, at(120));

    assertThat(store().versions("vae")).hasSize(1);
  }

  /** The same store, whose process dies at an operation of its storage. */
  private ModelStore storeThatDiesAt(int operation) {
    return Stores.over(FaultyStorage.dyingAt(storage(), operation, FaultyStorage.When.BEFORE));
  }

  private static Clock at(int minutes) {
    return Clock.fixed(
        Instant.parse("2026-11-23T00:00:00Z").plus(Duration.ofMinutes(minutes)), ZoneOffset.UTC);
  }
}
