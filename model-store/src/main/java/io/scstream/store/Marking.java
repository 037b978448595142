package io.scstream.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what nothing refers to. Roots are all names of versions, the versions that lineages were
 * forked from, parents in other lineages, and what the rules of retention keep. One use each.
 */
final class Marking {

  private final Storage storage;
  private final Catalog catalog;
  private final RetentionPolicy policy;
  private final Set<ModelVersion> roots = new HashSet<>();
  private final Map<String, List<Candidate>> versions = new HashMap<>();
  private final Map<BlobRef, DonorRegister> registers = new HashMap<>();

  Marking(Storage storage, Catalog catalog, RetentionPolicy policy) {
    this.storage = storage;
    this.catalog = catalog;
    this.policy = policy;
  }

  /**
   * What was found.
   *
   * @param unwanted manifests of versions that go
   * @param loose blobs that no kept version has
   */
  record Result(int versions, int kept, Set<String> unwanted, Set<String> loose) {}

  /**
   * Looks at everything.
   *
   * @throws StoreException CORRUPT if a manifest or a name cannot be read: what it refers to is not
   *     known, so nothing may be deleted
   */
  Result mark() {
    // Blobs first: one that is put in place while manifests are read is not loose.
    List<String> blobs = storage.list(Names.BLOBS);
    for (String lineage : catalog.lineages()) {
      versions.put(lineage, catalog.candidates(lineage));
    }
    for (String lineage : storage.list(Names.ALIASES)) {
      catalog.names(lineage).forEach(name -> roots.add(name.version()));
    }
    for (String lineage : storage.list(Names.LINEAGES)) {
      catalog.owner(lineage).flatMap(owner -> owner.origin().forkedFrom()).ifPresent(roots::add);
    }
    versions.values().stream()
        .flatMap(List::stream)
        .forEach(it -> it.parentElsewhere().ifPresent(roots::add));
    versions.forEach(this::addKept);
    return result(blobs);
  }

  private void addKept(String lineage, List<Candidate> all) {
    List<Erasure> erasures = catalog.erasures(lineage);
    Set<ModelVersion> kept = policy.kept(all);
    all.stream()
        .filter(it -> kept.contains(it.version()))
        .filter(it -> !hasSeen(it, erasures))
        .forEach(it -> roots.add(it.version()));
  }

  /** Whether a donor that is to be forgotten was seen, as far as that was recorded. */
  private boolean hasSeen(Candidate version, List<Erasure> erasures) {
    BlobRef register = version.register();
    if (register == null || erasures.isEmpty()) {
      return false;
    }
    DonorRegister seen =
        registers.computeIfAbsent(register, it -> DonorRegister.fromBytes(catalog.read(it)));
    return erasures.stream().anyMatch(erasure -> seen.hasSeen(erasure.donor()));
  }

  private Result result(List<String> blobs) {
    Set<String> unwanted = new HashSet<>();
    Set<String> referred = new HashSet<>();
    int all = 0;
    for (List<Candidate> lineage : versions.values()) {
      for (Candidate version : lineage) {
        all++;
        if (!roots.contains(version.version())) {
          unwanted.add(version.version().manifestPath());
        }
        version.blobs().forEach(blob -> referred.add(Names.blob(blob)));
      }
    }
    List<String> loose = new ArrayList<>();
    blobs.stream()
        .filter(Sha256::isHex)
        .map(name -> Names.BLOBS + "/" + name)
        .filter(path -> !referred.contains(path))
        .forEach(loose::add);
    return new Result(all, all - unwanted.size(), unwanted, Set.copyOf(loose));
  }
}
