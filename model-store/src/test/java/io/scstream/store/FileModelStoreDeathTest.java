package io.scstream.store;

import static io.scstream.store.Fixtures.manifest;
import static io.scstream.store.Fixtures.publish;
import static io.scstream.store.Fixtures.stage;
import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever works on a store in a folder may die between any two calls of the system. */
class FileModelStoreDeathTest {

  private final Path root;

  FileModelStoreDeathTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void aPublisherMayDieAnywhereAndDoItAgain() throws IOException {
    int deaths = 0;
    int deathsAfterTheCommit = 0;
    boolean isAlive = false;
    while (!isAlive) {
      Path folder = root.resolve("run-" + deaths);
      ModelStore healthy = FileModelStore.open(folder);
      StagedVersion staged = stage(healthy, "vae", 5, 1);
      ModelManifest manifest = manifest(staged);

      isAlive = survives(dying(folder, deaths + 1), staged, manifest);
      deathsAfterTheCommit += isAlive ? 0 : visible(healthy, manifest);
      deaths += isAlive ? 0 : 1;

      healthy.publish(staged, manifest);
      assertThat(healthy.find(VersionRef.latest("vae"))).contains(manifest);
      assertThat(healthy.verify()).isEqualTo(new VerifyReport(1, 2, 1, List.of()));
    }
    assertThat(deathsAfterTheCommit).isGreaterThan(3);
    assertThat(deaths - deathsAfterTheCommit).isGreaterThan(8);
  }

  @Test
  void aStagerMayDieAnywhereAndNothingIsVisible() {
    int deaths = 0;
    while (true) {
      Path folder = root.resolve("run-" + deaths);
      ModelStore healthy = FileModelStore.open(folder);
      boolean isAlive = survivesStaging(dying(folder, deaths + 1));

      assertThat(healthy.lineages()).isEmpty();
      assertThat(healthy.verify()).isEqualTo(new VerifyReport(0, 0, 0, List.of()));
      publish(healthy, "vae", 5);
      assertThat(healthy.verify().isClean()).isTrue();
      if (isAlive) {
        break;
      }
      deaths++;
    }
    assertThat(deaths).isGreaterThan(8);
  }

  @Test
  void aliasMoversMayDieAnywhere() {
    for (int death = 1; death <= 5; death++) {
      Path folder = root.resolve("run-" + death);
      ModelStore healthy = FileModelStore.open(folder);
      publish(healthy, "vae", 5);
      publish(healthy, "vae", 6);
      healthy.setAlias("vae", "promoted", 5, Optional.empty());

      ModelStore dying = dying(folder, death);
      assertFails(Category.IO, () -> dying.setAlias("vae", "promoted", 6, Optional.of(5L)), "dead");

      assertThat(healthy.verify().isClean()).isTrue();
      assertThat(healthy.alias("vae", "promoted").orElseThrow().version()).isBetween(5L, 6L);
      healthy.setAlias("vae", "promoted", 6, Optional.of(5L));
      assertThat(healthy.alias("vae", "promoted")).contains(new ModelVersion("vae", 6));
    }
  }

  private static ModelStore dying(Path folder, long operation) {
    return FileModelStore.open(folder, FaultyOperations.dyingAt(operation));
  }

  private static boolean survives(ModelStore store, StagedVersion staged, ModelManifest manifest) {
    try {
      store.publish(staged, manifest);
      return true;
    } catch (StoreException e) {
      assertThat(e.category()).isEqualTo(Category.IO);
      return false;
    }
  }

  private static boolean survivesStaging(ModelStore store) {
    try {
      stage(store, "vae", 5, 1);
      return true;
    } catch (StoreException e) {
      assertThat(e.category()).isEqualTo(Category.IO);
      return false;
    }
  }

  /** One if the whole version is there, zero if nothing of it is; anything else fails. */
  private static int visible(ModelStore store, ModelManifest manifest) {
    assertThat(store.verify().problems()).isEmpty();
    Optional<ModelManifest> found = store.find(VersionRef.exact(manifest.version()));
    if (found.isEmpty()) {
      assertThat(store.find(VersionRef.latest("vae"))).isEmpty();
      return 0;
    }
    assertThat(found).contains(manifest);
    manifest.blobs().values().forEach(blob -> assertThat(store.read(blob)).isNotEmpty());
    return 1;
  }
}
