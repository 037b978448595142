package io.scstream.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What decides on whether a version is kept; of its manifest no more, since there may be many.
 *
 * @param isPassed whether it passed a promotion gate
 * @param elsewhere its parent, if that belongs to another lineage
 * @param register the donors seen, if that was recorded
 */
record Candidate(
    ModelVersion version,
    Instant createdAt,
    boolean isPassed,
    @Nullable ModelVersion elsewhere,
    @Nullable BlobRef register,
    List<BlobRef> blobs) {

  Candidate {
    blobs = List.copyOf(blobs);
  }

  static Candidate of(ModelManifest manifest) {
    ModelVersion version = manifest.version();
    Collection<BlobRef> blobs = manifest.blobs().values();
    return new Candidate(
        version,
        manifest.written().createdAt(),
        manifest.metrics().getOrDefault(RetentionPolicy.PASSED, 0.0) == 1,
        manifest.parent().filter(it -> !it.lineage().equals(version.lineage())).orElse(null),
        manifest.blobs().get(DonorRegister.BLOB),
        List.copyOf(blobs));
  }

  /** The first version of a fork, or one that was grown, leans on a version elsewhere. */
  Optional<ModelVersion> parentElsewhere() {
    return Optional.ofNullable(elsewhere);
  }
}
