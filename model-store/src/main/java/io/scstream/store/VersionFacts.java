package io.scstream.store;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a version is looked for by, without its manifest.
 *
 * @param createdAt when its manifest was written
 * @param trainedThrough topic-partition to the offset after the last chunk that was learned
 * @param register the blob of its {@link DonorRegister}; null where none was recorded
 */
public record VersionFacts(
    ModelVersion version,
    Instant createdAt,
    SortedMap<String, Long> trainedThrough,
    @Nullable BlobRef register) {

  public VersionFacts {
    trainedThrough = Copies.of(trainedThrough);
  }

  static VersionFacts of(ModelManifest manifest) {
    return new VersionFacts(
        manifest.version(),
        manifest.written().createdAt(),
        manifest.trainedThrough(),
        manifest.blobs().get(DonorRegister.BLOB));
  }

  /** Which donors its run had seen, if that was recorded. */
  public Optional<BlobRef> donors() {
    return Optional.ofNullable(register);
  }
}
