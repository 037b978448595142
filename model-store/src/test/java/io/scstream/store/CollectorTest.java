package io.scstream.store;

import static io.scstream.store.Fixtures.publish;
import static io.scstream.store.StoreAssertions.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a collection does not let itself be told. */
class CollectorTest {

  private static final RetentionPolicy POLICY =
      new RetentionPolicy(1, 0, 0, Duration.ofMinutes(10));

  private final Storage storage = new MemoryStorage(Clock.systemUTC());
  private final ModelStore store = Stores.over(storage);

  @Test
  void aListThatNamesAnythingButManifestsAndBlobsIsRefused() {
    publish(store, "vae", 1);
    for (String path :
        new String[] {
          "../outside", "blobs/../manifests/vae/1.json", "aliases/vae/latest.json", "blobs/x"
        }) {
      condemn(path);

      assertFails(
          Category.CORRUPT,
          () -> store.collect(POLICY, at(600)),
          "Invalid entry in gc/condemned.json: " + path + "; expected a manifest or a blob");
    }
    assertThat(store.alias("vae", "latest")).isPresent();
    assertThat(store.verify().problems())
        .extracting(VerifyReport.Problem::file)
        .containsExactly("gc/condemned.json");
  }

  @Test
  void whatCannotBeReadMayReferToAnything() {
    publish(store, "vae", 1);
    publish(store, "vae", 2);
    store.collect(POLICY, at(0));
    String path = new ModelVersion("vae", 2).manifestPath();
    storage.replace(path, storage.read(path), "{}".getBytes(UTF_8));

    assertFails(Category.CORRUPT, () -> store.collect(POLICY, at(600)), path + ": ");

    assertThat(store.versions("vae")).hasSize(2);
    storage.delete(path);
  }

  private void condemn(String path) {
    Optional<byte[]> before = storage.read(Names.CONDEMNED);
    storage.replace(Names.CONDEMNED, before, content(path).getBytes(UTF_8));
  }

  private static String content(String path) {
    return "{\"formatVersion\":1,\"entries\":{\""
        + path
        + "\":{\"since\":\"2026-11-22T00:00:00Z\",\"state\":\"GOES\"}}}";
  }

  private static Clock at(int minutes) {
    return Clock.fixed(
        Instant.parse("2026-11-23T00:00:00Z").plus(Duration.ofMinutes(minutes)), ZoneOffset.UTC);
  }
}
