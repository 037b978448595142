package io.scstream.store;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The histories of lineages. Which versions there are is asked of the store each time; what is
 * known of them comes from memory, else from the index, else from their manifests. An index that
 * lags, or that says of a version that was found something else than its manifest, is written anew
 * by whoever notices.
 */
final class Histories {

  /** Manifests read beyond the index, before it is written anew. */
  static final int LAG = 8;

  private final Storage storage;
  private final Map<String, Map<ModelVersion, VersionFacts>> known = new ConcurrentHashMap<>();
  private final Set<String> distrusted = ConcurrentHashMap.newKeySet();

  Histories(Storage storage) {
    this.storage = storage;
  }

  History history(
      String lineage,
      List<ModelVersion> present,
      Function<ModelVersion, Optional<ModelManifest>> manifests) {
    Set<ModelVersion> missing = new HashSet<>(present);
    Map<ModelVersion, VersionFacts> facts = new HashMap<>(known.getOrDefault(lineage, Map.of()));
    missing.removeAll(facts.keySet());
    Map<ModelVersion, VersionFacts> indexed = missing.size() < LAG ? Map.of() : index(lineage);
    facts.putAll(indexed);
    missing.removeAll(indexed.keySet());
    int read = missing.size();
    for (ModelVersion version : missing) {
      manifests.apply(version).ifPresent(it -> facts.put(version, VersionFacts.of(it)));
    }
    Map<ModelVersion, VersionFacts> there = new LinkedHashMap<>(present.size() * 2);
    for (ModelVersion version : present) {
      VersionFacts its = facts.get(version);
      if (its != null) {
        there.put(version, its);
      }
    }
    known.put(lineage, Collections.unmodifiableMap(there));
    if (read >= LAG || indexed.size() - there.size() >= LAG) {
      write(lineage, there);
    }
    return new History(List.copyOf(there.values()));
  }

  /** Whether what was known of a version when it was looked for is what its manifest says. */
  boolean agrees(ModelManifest manifest) {
    VersionFacts its =
        known.getOrDefault(manifest.version().lineage(), Map.of()).get(manifest.version());
    return its == null || its.equals(VersionFacts.of(manifest));
  }

  /** Whatever is known of a lineage is read from its manifests again. */
  void distrust(String lineage) {
    distrusted.add(lineage);
    known.remove(lineage);
  }

  private Map<ModelVersion, VersionFacts> index(String lineage) {
    if (distrusted.contains(lineage)) {
      return Map.of();
    }
    try {
      return storage
          .read(Names.index(lineage))
          .map(bytes -> VersionIndex.read(lineage, bytes))
          .orElse(Map.of());
    } catch (StoreException e) {
      if (e.category() == StoreException.Category.IO) {
        throw e;
      }
      return Map.of(); // Made anew from the manifests.
    }
  }

  /** Somebody who may only read, or who comes second, does without. */
  private void write(String lineage, Map<ModelVersion, VersionFacts> facts) {
    String path = Names.index(lineage);
    List<VersionFacts> inOrder =
        facts.values().stream().sorted(Comparator.comparing(VersionFacts::version)).toList();
    try {
      if (storage.replace(path, storage.read(path), VersionIndex.write(inOrder))) {
        distrusted.remove(lineage);
      }
    } catch (StoreException e) {
      // The index is a cache: the answer does not depend on it.
    }
  }
}
