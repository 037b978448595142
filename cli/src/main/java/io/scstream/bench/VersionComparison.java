package io.scstream.bench;

import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.StoreException;
import io.scstream.store.VersionRef;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what two runs have published: every version of either, by the digest of its manifest,
 * which names the digest of every file.
 *
 * @param versions of the undisturbed run
 * @param differing versions that only one run has, or that are not the same in both
 * @param lostCells cells sent that the disturbed run has neither trained on nor held out
 * @param trainedTwice cells that it has trained on or held out beyond those sent
 * @param damagedFiles files of the disturbed run's store that are not what they should be
 */
record VersionComparison(
    int versions, SortedSet<Long> differing, long lostCells, long trainedTwice, int damagedFiles) {
  private static final Logger LOG = LoggerFactory.getLogger(VersionComparison.class);

  /** Copies. */
  VersionComparison {
    differing = new TreeSet<>(differing);
  }

  /**
   * Compares two runs to which the same cells were sent.
   *
   * @throws IllegalStateException if the disturbed run has published nothing
   */
  static VersionComparison of(
      String lineage, long cellsSent, ModelStore undisturbed, ModelStore disturbed) {
    SortedMap<Long, Optional<ModelManifest>> expected = manifests(lineage, undisturbed);
    SortedMap<Long, Optional<ModelManifest>> found = manifests(lineage, disturbed);
    SortedSet<Long> differing = new TreeSet<>(expected.keySet());
    differing.addAll(found.keySet());
    differing.removeIf(
        version -> {
          Optional<String> digest = digest(expected, version);
          return digest.isPresent() && digest.equals(digest(found, version));
        });
    ModelManifest.Training last =
        found.values().stream()
            .flatMap(Optional::stream)
            .reduce((before, after) -> after)
            .map(ModelManifest::training)
            .orElseThrow(
                () -> new IllegalStateException("No version of " + lineage + " was published"));
    long learned = last.cellsTrained() + last.cellsHeldOut();
    return new VersionComparison(
        expected.size(),
        differing,
        Math.max(0, cellsSent - learned),
        Math.max(0, learned - cellsSent),
        disturbed.verify().problems().size());
  }

  private static Optional<String> digest(
      SortedMap<Long, Optional<ModelManifest>> manifests, long version) {
    return Objects.requireNonNullElse(manifests.get(version), Optional.<ModelManifest>empty())
        .map(ModelManifest::sha256);
  }

  /** All versions in rising order; one that cannot be read has no manifest. */
  private static SortedMap<Long, Optional<ModelManifest>> manifests(
      String lineage, ModelStore store) {
    SortedMap<Long, Optional<ModelManifest>> manifests = new TreeMap<>();
    for (ModelVersion version : store.versions(lineage)) {
      manifests.put(version.version(), readable(store, version));
    }
    return manifests;
  }

  private static Optional<ModelManifest> readable(ModelStore store, ModelVersion version) {
    try {
      return store.find(VersionRef.exact(version));
    } catch (StoreException e) {
      LOG.warn("{} differs: it cannot be read", version, e);
      return Optional.empty();
    }
  }
}
