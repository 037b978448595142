package io.scstream.store;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The histories of lineages. Which versions there are is asked of the store each time; what is
 * known of them comes from memory, else from the index, else from their manifests. An index that
 * lags is written anew by whoever notices.
 */
final class Histories {

  /** Manifests read beyond the index, before it is written anew. */
  static final int LAG = 8;

  private final Storage storage;
  private final Map<String, Map<ModelVersion, VersionFacts>> known = new ConcurrentHashMap<>();

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
    boolean isLonger = facts.keySet().retainAll(new HashSet<>(present));
    known.put(lineage, Map.copyOf(facts));
    if (read >= LAG || (isLonger && !indexed.isEmpty() && indexed.size() - facts.size() >= LAG)) {
      write(lineage, facts);
    }
    return new History(List.copyOf(facts.values()));
  }

  private Map<ModelVersion, VersionFacts> index(String lineage) {
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
      storage.replace(path, storage.read(path), VersionIndex.write(inOrder));
    } catch (StoreException e) {
      // The index is a cache: the answer does not depend on it.
    }
  }
}
