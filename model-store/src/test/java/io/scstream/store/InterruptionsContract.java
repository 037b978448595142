package io.scstream.store;

import static io.scstream.store.Fixtures.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.ModelManifest.Written;
import io.scstream.store.StoreException.Category;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A thousand times somebody who publishes, names or collects dies at a random operation of the
 * storage, before it or just after it, or is overtaken there by somebody else. Whatever is referred
 * to is there after each.
 */
abstract class InterruptionsContract {

  private static final Duration GRACE = Duration.ofMinutes(30);
  private static final RetentionPolicy POLICY = new RetentionPolicy(2, 0, 0, GRACE);
  private static final String[] LINEAGES = {"vae", "other"};

  private final Random random = new Random(seed());
  private final Deque<Waiting> unpublished = new ArrayDeque<>();
  private final Map<String, Long> last = new HashMap<>();
  private final List<String> journal = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T00:00:00Z");
  private int deaths;
  private int overtaken;
  private int collected;

  private record Waiting(StagedVersion staged, ModelManifest manifest) {}

  abstract Storage storage();

  abstract int interruptions();

  long seed() {
    return 1;
  }

  @Test
  void whatIsReferredToIsThereAfterEveryInterruption() {
    while (deaths + overtaken < interruptions()) {
      now = now.plus(Duration.ofMinutes(random.nextInt(50)));
      int at = 1 + random.nextInt(40);
      boolean dies = random.nextInt(3) > 0;
      int died = deaths;
      Storage disturbed =
          dies
              ? FaultyStorage.dyingAt(storage(), at, when())
              : FaultyStorage.interrupted(storage(), at, this::overtake);
      run(disturbed, dies, random.nextInt(10));
      if (deaths > died || !dies) {
        check();
      }
    }
    finish();
  }

  private FaultyStorage.When when() {
    return random.nextBoolean() ? FaultyStorage.When.BEFORE : FaultyStorage.When.AFTER;
  }

  private void overtake() {
    overtaken++;
    run(storage(), false, 2 + random.nextInt(8));
  }

  /** One thing that somebody does. */
  private void run(Storage with, boolean mayDie, int kind) {
    ModelStore store = Stores.over(with);
    try {
      if (kind < 5) {
        publish(store);
      } else if (kind < 7) {
        name(store);
      } else {
        collect(store);
      }
    } catch (StoreException e) {
      journal.add(e.category() + " " + e.getMessage());
      boolean isDeath = String.valueOf(e.getMessage()).contains("The process is dead");
      assertThat(isDeath)
          .as("died, or was refused: " + e)
          .isEqualTo(mayDie && e.category() == Category.IO && isDeath);
      deaths += isDeath ? 1 : 0;
    }
  }

  /** A version, new or one that somebody died over. */
  private void publish(ModelStore store) {
    if (unpublished.isEmpty() || random.nextBoolean()) {
      unpublished.add(stage());
    }
    Waiting waiting = unpublished.getFirst();
    journal.add("publish " + waiting.manifest().version());
    store.publish(waiting.staged(), waiting.manifest());
    unpublished.remove(waiting);
  }

  private Waiting stage() {
    String lineage = LINEAGES[random.nextInt(LINEAGES.length)];
    long version = last.merge(lineage, 1L, Long::sum);
    // Few different contents, so that blobs are shared, lost and wanted again.
    StagedVersion staged =
        Fixtures.stage(Stores.over(storage()), lineage, version, random.nextInt(12));
    ModelManifest manifest =
        Fixtures.builder(staged.version(), staged.blobs())
            .setWritten(new Written(now, "trainer", Fixtures.RUN))
            .build();
    assertThat(manifest(staged).blobs()).isEqualTo(manifest.blobs());
    return new Waiting(staged, manifest);
  }

  private void name(ModelStore store) {
    String lineage = LINEAGES[random.nextInt(LINEAGES.length)];
    List<ModelVersion> versions = store.versions(lineage);
    if (versions.isEmpty()) {
      return;
    }
    ModelVersion version = versions.get(random.nextInt(versions.size()));
    String tag = "tag" + random.nextInt(3);
    journal.add("name " + version);
    switch (random.nextInt(3)) {
      case 0 -> {
        Optional<Long> before = store.alias(lineage, "promoted").map(ModelVersion::version);
        store.rollBackAlias(lineage, "promoted", version.version(), before);
      }
      case 1 -> store.untag(lineage, tag);
      default -> store.tag(version, tag);
    }
  }

  private void collect(ModelStore store) {
    journal.add("collect at " + now);
    collected += store.collect(POLICY, Clock.fixed(now, ZoneOffset.UTC)).deleted().size();
  }

  /** Every name names a version, and every version has its files. */
  private void check() {
    ModelStore store = Stores.over(storage());
    for (String lineage : LINEAGES) {
      List<ModelVersion> versions = store.versions(lineage);
      assertThat(store.names(lineage))
          .as("names after " + journal.subList(Math.max(0, journal.size() - 8), journal.size()))
          .extracting(VersionName::version)
          .isSubsetOf(versions);
      for (ModelManifest manifest : store.list(lineage)) {
        manifest.blobs().values().forEach(store::read);
      }
    }
  }

  /** All that died is done again, and what nobody wants goes. */
  private void finish() {
    ModelStore store = Stores.over(storage());
    while (!unpublished.isEmpty()) {
      Waiting waiting = unpublished.remove();
      store.publish(waiting.staged(), waiting.manifest());
    }
    for (int round = 0; round < 4; round++) {
      now = now.plus(Duration.ofHours(2));
      store.collect(POLICY, Clock.fixed(now, ZoneOffset.UTC));
    }
    assertThat(store.verify().problems()).isEmpty();
    assertThat(store.collectable(POLICY, Clock.fixed(now, ZoneOffset.UTC)).condemned()).isEmpty();
    assertThat(collected).isGreaterThan(interruptions() / 20);
    assertThat(deaths).isGreaterThan(interruptions() / 3);
    assertThat(overtaken).isGreaterThan(interruptions() / 10);
  }
}
