package io.scstream.store;

import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VersionIndexTest {

  private static final List<VersionFacts> FACTS =
      List.of(
          new VersionFacts(
              new ModelVersion("vae", 1),
              Instant.parse("2026-11-22T10:00:00Z"),
              new TreeMap<>(),
              null),
          new VersionFacts(
              new ModelVersion("vae", Long.MAX_VALUE),
              Instant.parse("2026-11-22T10:00:00.123456789Z"),
              new TreeMap<>(Map.of("sc.cells.v1-0", 7L, "sc.cells.v1-11", 0L)),
              BlobRef.of(new byte[] {1})));

  @Test
  void whatIsWrittenIsReadBack() {
    byte[] bytes = VersionIndex.write(FACTS);

    assertThat(VersionIndex.read("vae", bytes).values()).containsExactlyElementsOf(FACTS);
  }

  @Test
  void everyOtherByteIsNoticed() {
    byte[] bytes = VersionIndex.write(FACTS);
    for (int place = 0; place < bytes.length; place++) {
      byte[] other = bytes.clone();
      other[place] ^= 1;
      assertFails(Category.CORRUPT, () -> VersionIndex.read("vae", other), "Invalid index");
    }
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertFails(Category.CORRUPT, () -> VersionIndex.read("vae", part), "Invalid index");
    }
  }

  @Test
  void aDamagedIndexIsMadeAnew() {
    Storage storage = new MemoryStorage(Clock.systemUTC());
    for (int version = 1; version <= Histories.LAG; version++) {
      Fixtures.publish(Stores.over(storage), "vae", version);
    }
    History history = Stores.over(storage).history("vae");
    String path = Names.index("vae");
    byte[] written = storage.read(path).orElseThrow();
    storage.replace(path, Optional.of(written), new byte[] {1, 2, 3});

    assertThat(Stores.over(storage).history("vae")).isEqualTo(history);
    assertThat(storage.read(path)).hasValue(written);
  }
}
