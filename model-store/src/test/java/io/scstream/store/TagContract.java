package io.scstream.store;

import static io.scstream.store.Fixtures.publish;
import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names that stay. */
interface TagContract extends StoreContract {

  @Test
  default void aTagNamesOneVersionUntilItIsTakenAway() {
    ModelVersion five = publish(store(), "vae", 5).version();
    ModelVersion six = publish(store(), "vae", 6).version();

    store().tag(five, "paper");
    store().tag(five, "paper");

    assertThat(sameStoreAgain().find(VersionRef.parse("vae@paper")))
        .map(ModelManifest::version)
        .contains(five);
    assertFails(
        Category.CONFLICT,
        () -> store().tag(six, "paper"),
        "aliases/vae/paper.json is the tag of vae@5; expected no such name yet");
    assertFails(
        Category.CONFLICT,
        () -> store().setAlias("vae", "paper", 6, Optional.of(5L)),
        "aliases/vae/paper.json is tag of vae@5; expected alias");
    assertThat(store().names("vae"))
        .containsExactly(
            new VersionName("latest", six, VersionName.Kind.ALIAS),
            new VersionName("paper", five, VersionName.Kind.TAG));
    assertThat(store().untag("vae", "paper")).isTrue();
    assertThat(store().untag("vae", "paper")).isFalse();
    assertThat(store().find(VersionRef.parse("vae@paper"))).isEmpty();
    store().tag(six, "paper");
  }

  @Test
  default void anAliasIsNoTag() {
    ModelVersion five = publish(store(), "vae", 5).version();
    store().setAlias("vae", "canary", 5, Optional.empty());

    assertFails(
        Category.CONFLICT, () -> store().tag(five, "canary"), "is the alias of vae@5; expected");
    assertFails(
        Category.CONFLICT, () -> store().untag("vae", "canary"), "is alias of vae@5; expected tag");
    assertFails(Category.BAD_INPUT, () -> store().tag(five, "latest"), "Invalid tag: latest");
    assertFails(Category.BAD_INPUT, () -> store().untag("vae", "promoted"), "Invalid tag");
    assertFails(
        Category.NOT_FOUND,
        () -> store().tag(new ModelVersion("vae", 7), "paper"),
        "manifests/vae/7.json is not in the store; expected a published version for tag paper");
  }

  @Test
  default void anErasureIsWrittenOnceAndWithoutTheDonorsName() {
    publish(store(), "vae", 5);
    Instant noon = Instant.parse("2026-11-22T12:00:00Z");

    Erasure first = store().eraseDonor("vae", "D1", noon, "lab", "consent withdrawn");
    Erasure again = store().eraseDonor("vae", "D1", noon.plusSeconds(60), "somebody", "");

    assertThat(first.donor()).isEqualTo(DonorRegister.fingerprint("D1"));
    assertThat(again).isEqualTo(first);
    assertThat(sameStoreAgain().erasures("vae")).containsExactly(first);
    assertFails(
        Category.NOT_FOUND,
        () -> store().eraseDonor("other", "D1", noon, "", ""),
        "Lineage other is not in the store");
  }
}
