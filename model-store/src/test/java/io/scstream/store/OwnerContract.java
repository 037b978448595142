package io.scstream.store;

import static io.scstream.store.Fixtures.RUN;
import static io.scstream.store.Fixtures.publish;
import static io.scstream.store.Fixtures.stage;
import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.ModelManifest.Written;
import io.scstream.store.StoreException.Category;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One lineage, one run. */
@Tag("acceptance-16")
interface OwnerContract extends StoreContract {

  Instant LATER = Instant.parse("2026-11-24T00:00:00Z");
  RunOrigin OTHER = RunOrigin.of("6c1f3f1e-0000-4000-8000-000000000002");

  @Test
  default void theFirstRunToPublishOwnsTheLineage() {
    assertThat(store().owner("vae")).isEmpty();
    ModelManifest first = publish(store(), "vae", 5);
    publish(store(), "vae", 6);

    assertThat(sameStoreAgain().owner("vae"))
        .contains(new LineageOwner("vae", RUN, first.written().createdAt()));
    assertThat(store().owner("other")).isEmpty();
    assertThat(store().verify().isClean()).isTrue();
  }

  @Test
  default void anotherRunIsRefusedAndNothingChanges() {
    ModelManifest first = publish(store(), "vae", 5);

    for (long version : new long[] {4, 5, 6}) {
      StagedVersion staged = stage(store(), "vae", version, (float) version);
      assertFails(
          Category.CONFLICT,
          () -> store().publish(staged, by(staged, OTHER)),
          "Lineage vae belongs to run "
              + RUN.run()
              + " since 2026-11-22T10:00:00Z; vae@"
              + version
              + " comes from run "
              + OTHER.run()
              + ". Nothing was changed. Resume from the saved state of that run, or choose another"
              + " lineage.name, with lineage.fork=true to begin it with a saved state");
    }

    assertThat(store().list("vae")).containsExactly(first);
    assertThat(store().alias("vae", "latest")).contains(first.version());
    assertThat(store().owner("vae").orElseThrow().origin()).isEqualTo(RUN);
  }

  @Test
  default void aForkSaysWhereItCameFrom() {
    ModelVersion old = publish(store(), "vae", 5).version();
    RunOrigin fork = new RunOrigin(OTHER.run(), old);
    StagedVersion staged = stage(store(), "vae-2", 9, 1);
    store().publish(staged, by(staged, fork));

    assertThat(sameStoreAgain().owner("vae-2")).contains(new LineageOwner("vae-2", fork, LATER));
    assertThat(store().find(VersionRef.latest("vae-2")).orElseThrow().written().origin())
        .isEqualTo(fork);
  }

  @Test
  default void whatNoRunWroteIsForALineageWithoutAnOwner() {
    StagedVersion first = stage(store(), "old", 5, 1);
    store().publish(first, by(first, null));
    StagedVersion second = stage(store(), "old", 6, 1);
    store().publish(second, by(second, OTHER));
    StagedVersion third = stage(store(), "old", 7, 1);

    assertFails(
        Category.CONFLICT,
        () -> store().publish(third, by(third, null)),
        "Lineage old belongs to run " + OTHER.run());
    assertThat(store().versions("old")).hasSize(2);
  }

  private static ModelManifest by(StagedVersion staged, @Nullable RunOrigin origin) {
    return Fixtures.builder(staged.version(), staged.blobs())
        .setWritten(new Written(LATER, "trainer-1", origin))
        .build();
  }
}
