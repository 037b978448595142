package io.scstream.store;

import static io.scstream.store.Fixtures.manifest;
import static io.scstream.store.Fixtures.publish;
import static io.scstream.store.Fixtures.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What holds when many use a store at the same moment. */
interface ConcurrencyContract extends StoreContract {

  @Test
  default void ofManyPublishersOfOneVersionOneCreatesIt() throws Exception {
    List<Callable<Publication>> publishers = new ArrayList<>();
    StagedVersion shared = stage(store(), "vae", 5, 1);
    for (int i = 0; i < 8; i++) {
      ModelStore store = i % 2 == 0 ? store() : sameStoreAgain();
      StagedVersion staged = i < 4 ? shared : stage(store, "vae", 5, 1);
      publishers.add(() -> store.publish(staged, manifest(staged)));
    }

    List<Publication> publications = allAtOnce(publishers);

    assertThat(publications).filteredOn(Publication.CREATED::equals).hasSize(1);
    assertThat(store().verify()).isEqualTo(new VerifyReport(1, 2, 1, List.of()));
  }

  @Test
  default void ofManyDifferentVersionsUnderOneNumberOneWins() throws Exception {
    List<Callable<Boolean>> publishers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ModelStore store = i % 2 == 0 ? store() : sameStoreAgain();
      StagedVersion staged = stage(store, "vae", 5, i);
      publishers.add(() -> wins(store, staged));
    }

    assertThat(allAtOnce(publishers)).filteredOn(Boolean::booleanValue).hasSize(1);
    assertThat(store().list("vae")).hasSize(1);
    assertThat(store().verify().isClean()).isTrue();
  }

  @Test
  default void latestIsTheNewestHoweverPublishersRace() throws Exception {
    List<Callable<Publication>> publishers = new ArrayList<>();
    for (int i = 1; i <= 16; i++) {
      ModelStore store = i % 2 == 0 ? store() : sameStoreAgain();
      StagedVersion staged = stage(store, "vae", i, 1);
      publishers.add(() -> store.publish(staged, manifest(staged)));
    }

    assertThat(allAtOnce(publishers)).containsOnly(Publication.CREATED);
    assertThat(store().alias("vae", "latest")).contains(new ModelVersion("vae", 16));
    assertThat(store().versions("vae")).hasSize(16);
    assertThat(store().verify().isClean()).isTrue();
  }

  @Test
  default void ofManyWhoMoveAnAliasFromOnePlaceOneSucceeds() throws Exception {
    List<Callable<Boolean>> movers = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      long version = i;
      publish(store(), "vae", version);
      ModelStore store = i % 2 == 0 ? store() : sameStoreAgain();
      movers.add(() -> moves(store, version));
    }

    assertThat(allAtOnce(movers)).filteredOn(Boolean::booleanValue).hasSize(1);
  }

  private static boolean wins(ModelStore store, StagedVersion staged) {
    try {
      return store.publish(staged, manifest(staged)) == Publication.CREATED;
    } catch (StoreException e) {
      assertThat(e.category()).isEqualTo(Category.CONFLICT);
      return false;
    }
  }

  private static boolean moves(ModelStore store, long version) {
    try {
      store.setAlias("vae", "promoted", version, Optional.empty());
      return true;
    } catch (StoreException e) {
      assertThat(e.category()).isEqualTo(Category.CONFLICT);
      return false;
    }
  }

  private static <T> List<T> allAtOnce(List<Callable<T>> calls) throws Exception {
    CyclicBarrier start = new CyclicBarrier(calls.size());
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> call : calls) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
