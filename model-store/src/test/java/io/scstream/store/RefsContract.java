package io.scstream.store;

import static io.scstream.store.Fixtures.publish;
import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.ModelManifest.Written;
import io.scstream.store.StoreException.Category;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a version is found by what it was learned from. */
interface RefsContract extends StoreContract {

  @Test
  default void asOfATimeIsTheLastVersionWrittenByThen() {
    write(5, "2026-11-22T10:00:00Z", null);
    write(6, "2026-11-22T11:00:00Z", null);
    write(7, "2026-11-22T12:00:00Z", null);

    assertThat(number("vae@as-of:2026-11-22T09:59:59Z")).isEmpty();
    assertThat(number("vae@as-of:2026-11-22T10:00:00Z")).hasValue(5);
    assertThat(number("vae@as-of:2026-11-22T11:59:59.999Z")).hasValue(6);
    assertThat(number("vae@as-of:2027-01-01T00:00:00Z")).hasValue(7);
    assertThat(number("other@as-of:2027-01-01T00:00:00Z")).isEmpty();
  }

  @Test
  default void atAnOffsetIsTheLastVersionThatLearnedNothingFromThereOn() {
    for (long version = 5; version <= 7; version++) {
      publish(store(), "vae", version); // Through 10 times the version.
    }

    assertThat(number("vae@offset:sc.cells.v1/0/49")).isEmpty();
    assertThat(number("vae@offset:sc.cells.v1/0/50")).hasValue(5);
    assertThat(number("vae@offset:sc.cells.v1/0/69")).hasValue(6);
    assertThat(number("vae@offset:sc.cells.v1/0/70")).hasValue(7);
    assertThat(number("vae@offset:sc.cells.v1/1/0")).hasValue(7);
  }

  @Test
  default void beforeADonorIsTheLastVersionThatHadCertainlyNotSeenIt() {
    DonorRegister seen = new DonorRegister();
    write(1, "2026-11-22T10:00:00Z", null);
    for (int version = 2; version <= 20; version++) {
      seen.add("D" + version);
      write(version, "2026-11-22T10:00:00Z", seen);
    }

    assertThat(number("vae@before-donor:D3")).hasValue(2);
    assertThat(number("vae@before-donor:D17")).hasValue(16);
    assertThat(number("vae@before-donor:D2")).isEmpty();
    assertThat(number("vae@before-donor:never seen")).hasValue(20);
  }

  @Test
  default void cellsOfNobodyInParticularMayBeOfAnyDonor() {
    DonorRegister seen = new DonorRegister();
    seen.add("D1");
    write(1, "2026-11-22T10:00:00Z", seen);
    seen.addUnnamed();
    write(2, "2026-11-22T10:00:00Z", seen);

    assertThat(number("vae@before-donor:D9")).hasValue(1);
  }

  @Test
  default void whatIsNoReferenceIsRefusedByName() {
    assertFails(
        Category.BAD_INPUT, () -> VersionRef.parse("vae@as-of:noon"), "Invalid time: 'noon'");
    assertFails(
        Category.BAD_INPUT,
        () -> VersionRef.parse("vae@offset:sc.cells.v1/0"),
        "expected topic/partition/offset");
    assertFails(Category.BAD_INPUT, () -> VersionRef.parse("vae@before-donor: "), "Invalid donor");
    assertFails(
        Category.BAD_INPUT,
        () -> VersionRef.parse("vae@behind:x"),
        "Unknown reference: behind:x; expected as-of:<time>");
  }

  @Test
  default void aHistoryIsTheSameWithAnIndexAndWithout() {
    for (int version = 1; version <= Histories.LAG + 3; version++) {
      publish(store(), "vae", version);
    }

    History first = store().history("vae");

    assertThat(first.versions()).hasSize(Histories.LAG + 3);
    assertThat(sameStoreAgain().history("vae")).isEqualTo(first);
    publish(store(), "vae", 1000);
    assertThat(sameStoreAgain().history("vae").versions().get(0).version().version())
        .isEqualTo(1000);
    assertThat(number("vae@offset:sc.cells.v1/0/100")).hasValue(10);
  }

  @Test
  default void aNumberThatWasGivenAnewIsNotFoundByWhatItWas() {
    for (int version = 1; version <= Histories.LAG + 3; version++) {
      write(version, "2026-11-22T10:00:00Z", null);
    }
    assertThat(number("vae@as-of:2026-11-22T10:00:00Z")).hasValue(Histories.LAG + 3);
    ModelVersion newest = new ModelVersion("vae", Histories.LAG + 3);
    storage().delete(newest.manifestPath());
    write(newest.version(), "2026-11-23T10:00:00Z", null);

    assertThat(number("vae@as-of:2026-11-22T10:00:00Z")).hasValue(Histories.LAG + 2);
    assertThat(number("vae@as-of:2026-11-23T10:00:00Z")).hasValue(Histories.LAG + 3);
  }

  @Test
  default void aLookIsAFewOperationsHoweverManyVersionsThereAre() {
    DonorRegister seen = new DonorRegister();
    for (int version = 1; version <= 20; version++) {
      seen.add("D" + version);
      write(version, "2026-11-22T10:00:00Z", seen);
    }
    store().history("vae");

    assertThat(operations("vae@as-of:2026-11-22T10:00:00Z"))
        .as("the names, the index, a manifest")
        .isEqualTo(3);
    assertThat(operations("vae@offset:sc.cells.v1/0/100")).isEqualTo(3);
    assertThat(operations("vae@before-donor:D17"))
        .as("besides, a register for each halving of 20")
        .isBetween(3, 8);
  }

  /** What finding a reference asks of the storage. */
  private int operations(String ref) {
    AtomicInteger operations = new AtomicInteger();
    Storage counting =
        (Storage)
            Proxy.newProxyInstance(
                Storage.class.getClassLoader(),
                new Class<?>[] {Storage.class},
                (proxy, method, arguments) -> {
                  operations.incrementAndGet();
                  return method.invoke(storage(), arguments);
                });
    assertThat(Stores.over(counting).find(VersionRef.parse(ref))).isPresent();
    return operations.get();
  }

  /** The number that a reference finds, by another way into the store. */
  private OptionalLong number(String ref) {
    return sameStoreAgain().find(VersionRef.parse(ref)).stream()
        .mapToLong(manifest -> manifest.version().version())
        .findFirst();
  }

  private void write(long version, String time, @Nullable DonorRegister seen) {
    try (Staging staging = store().stage(new ModelVersion("vae", version))) {
      staging.put("genes.tsv", Fixtures.GENES);
      Optional.ofNullable(seen)
          .ifPresent(register -> staging.put(DonorRegister.BLOB, register.toBytes()));
      StagedVersion staged = staging.finish();
      store()
          .publish(
              staged,
              Fixtures.builder(staged.version(), staged.blobs())
                  .setWritten(new Written(Instant.parse(time), "trainer-0", Fixtures.RUN))
                  .build());
    }
  }
}
