package io.scstream.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The versions of a lineage by what they were learned from, newest first.
 *
 * @param versions by number, falling
 */
public record History(List<VersionFacts> versions) {

  private static final Comparator<VersionFacts> BY_TIME =
      Comparator.comparing(VersionFacts::createdAt).thenComparing(VersionFacts::version);

  public History {
    versions =
        versions.stream().sorted(Comparator.comparing(VersionFacts::version).reversed()).toList();
  }

  /** The last version written at a time or before. */
  Optional<ModelVersion> asOf(Instant time) {
    return versions.stream()
        .filter(facts -> !facts.createdAt().isAfter(time))
        .max(BY_TIME)
        .map(VersionFacts::version);
  }

  /** The newest version that had learned nothing of a partition at or behind an offset. */
  Optional<ModelVersion> before(String topicPartition, long offset) {
    Predicate<VersionFacts> isBefore =
        facts -> facts.trainedThrough().getOrDefault(topicPartition, 0L) <= offset;
    return versions.stream().filter(isBefore).findFirst().map(VersionFacts::version);
  }

  /**
   * The newest version that had certainly not seen a donor. What a lineage has seen only grows, so
   * a few registers tell. Versions that recorded nothing do not count.
   */
  Optional<ModelVersion> beforeDonor(String donor, Function<BlobRef, byte[]> blobs) {
    Map<BlobRef, Boolean> known = new HashMap<>();
    Predicate<VersionFacts> mayHaveSeen =
        facts ->
            facts
                .donors()
                .map(
                    register ->
                        known.computeIfAbsent(
                            register,
                            it -> DonorRegister.fromBytes(blobs.apply(it)).mayHaveSeen(donor)))
                .orElse(true);
    List<VersionFacts> recorded =
        versions.stream().filter(facts -> facts.donors().isPresent()).toList();
    int newestClean = 0;
    int end = recorded.size();
    while (newestClean < end) {
      int middle = (newestClean + end) >>> 1;
      if (mayHaveSeen.test(recorded.get(middle))) {
        newestClean = middle + 1;
      } else {
        end = middle;
      }
    }
    return recorded.stream().skip(newestClean).findFirst().map(VersionFacts::version);
  }
}
