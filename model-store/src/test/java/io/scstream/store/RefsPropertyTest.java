package io.scstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.ModelManifest.Written;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * References find what reading every manifest would find, in histories whose clock steps back,
 * whose offsets begin anew, whose first versions recorded no donors, and of which versions are
 * collected.
 */
class RefsPropertyTest {
  private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");
  private static final int VERSIONS = 90;
  private static final int LOOKS = 10;

  private final Storage storage = new MemoryStorage(Clock.systemUTC());
  private final ModelStore lasting = Stores.over(storage);
  private final DonorRegister seen = new DonorRegister();
  private final TreeMap<String, Long> through = new TreeMap<>();
  private Instant now = BEGIN;
  private long last;
  private int donors;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyReferenceFindsWhatAllManifestsTell(long seed) {
    Random random = new Random(seed);
    boolean recordsFromTheStart = random.nextBoolean();
    for (int number = 0; number < VERSIONS; number++) {
      publish(random, recordsFromTheStart || number > VERSIONS / 3);
      if (random.nextInt(8) == 0) {
        collect(random);
      }
      if (random.nextInt(6) == 0) {
        for (int look = 0; look < LOOKS; look++) {
          ModelStore store = random.nextInt(4) == 0 ? Stores.over(storage) : lasting;
          String ref = ref(random);
          assertThat(store.find(VersionRef.parse(ref)).map(ModelManifest::version))
              .as("seed %d, %d versions, %s", seed, number, ref)
              .isEqualTo(scan(ref));
        }
      }
    }
  }

  /** What a person would do who has all the time there is. */
  private Optional<ModelVersion> scan(String ref) {
    String[] parts = ref.split("[@:]", 3);
    List<ModelManifest> all = Stores.over(storage).list("vae");
    return switch (parts[1]) {
      case "as-of" -> asOf(all, Instant.parse(parts[2]));
      case "offset" -> {
        String[] place = parts[2].split("/", -1);
        String partition = place[0] + "-" + place[1];
        long offset = Long.parseLong(place[2]);
        yield newest(all, it -> it.trainedThrough().getOrDefault(partition, 0L) <= offset);
      }
      default -> newest(all, it -> isCertainlyWithout(it, parts[2]));
    };
  }

  private static Optional<ModelVersion> asOf(List<ModelManifest> all, Instant time) {
    return all.stream()
        .filter(it -> !it.written().createdAt().isAfter(time))
        .max(
            Comparator.comparing((ModelManifest it) -> it.written().createdAt())
                .thenComparing(ModelManifest::version))
        .map(ModelManifest::version);
  }

  private boolean isCertainlyWithout(ModelManifest version, String donor) {
    return Optional.ofNullable(version.blobs().get(DonorRegister.BLOB))
        .map(blob -> DonorRegister.fromBytes(lasting.read(blob)))
        .filter(register -> !register.mayHaveSeen(donor))
        .isPresent();
  }

  private static Optional<ModelVersion> newest(
      List<ModelManifest> all, Predicate<ModelManifest> holds) {
    return all.stream().filter(holds).map(ModelManifest::version).max(Comparator.naturalOrder());
  }

  private String ref(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> "vae@as-of:" + BEGIN.plusSeconds(random.nextInt(VERSIONS * 40) - 50);
      case 1 -> "vae@offset:cells/" + random.nextInt(3) + "/" + random.nextInt(VERSIONS * 8);
      default -> "vae@before-donor:D" + random.nextInt(donors + 2);
    };
  }

  private void publish(Random random, boolean recordsDonors) {
    last += 1 + random.nextInt(3);
    // A clock that is put right goes back at times; two versions of one second are no rarity.
    now = now.plusSeconds(random.nextInt(10) == 0 ? -random.nextInt(300) : random.nextInt(60));
    String partition = "cells-" + random.nextInt(2);
    if (random.nextInt(40) == 0) {
      through.put(partition, (long) random.nextInt(20)); // A rollback, or a topic made anew.
    } else {
      through.merge(partition, (long) random.nextInt(12), Long::sum);
    }
    if (random.nextInt(3) == 0) {
      seen.add("D" + donors++);
    }
    if (random.nextInt(300) == 0) {
      seen.addUnnamed();
    }
    try (Staging staging = lasting.stage(new ModelVersion("vae", last))) {
      staging.put("genes.tsv", Fixtures.GENES);
      if (recordsDonors) {
        staging.put(DonorRegister.BLOB, seen.toBytes());
      }
      StagedVersion staged = staging.finish();
      lasting.publish(
          staged,
          Fixtures.builder(staged.version(), staged.blobs())
              .optTrainedThrough(Map.copyOf(through))
              .setWritten(new Written(now, "trainer-0", Fixtures.RUN))
              .build());
    }
  }

  /** Some versions go, one or a row of them. */
  private void collect(Random random) {
    List<ModelVersion> all = new ArrayList<>(lasting.versions("vae"));
    int from = random.nextInt(all.size());
    int to = Math.min(all.size(), from + 1 + (random.nextInt(4) == 0 ? 12 : 0));
    all.subList(from, to).forEach(version -> storage.delete(version.manifestPath()));
  }
}
