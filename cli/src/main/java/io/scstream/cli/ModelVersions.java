package io.scstream.cli;

import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.StoreException;
import io.scstream.store.VersionRef;
import java.util.List;

/** Finds versions as users name them. */
final class ModelVersions {
  private ModelVersions() {}

  /**
   * The version that is meant.
   *
   * @throws StoreException that names what there is instead
   */
  static ModelManifest find(ModelStore store, VersionRef ref) {
    return store
        .find(ref)
        .orElseThrow(
            () -> {
              List<ModelVersion> versions = store.versions(ref.lineage());
              return new StoreException(
                  StoreException.Category.NOT_FOUND,
                  versions.isEmpty()
                      ? "Unknown model: "
                          + ref.lineage()
                          + "; the store holds "
                          + (store.lineages().isEmpty() ? "none" : store.lineages())
                      : "Unknown version of "
                          + ref.lineage()
                          + "; the newest are "
                          + versions.subList(0, Math.min(5, versions.size())));
            });
  }
}
