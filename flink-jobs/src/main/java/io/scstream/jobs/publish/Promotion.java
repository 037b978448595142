package io.scstream.jobs.publish;

import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.StoreException;
import java.util.Optional;

/** Moves the alias of promoted versions as the gate decided, which the manifest says. */
public final class Promotion {
  /** The alias that stands for the promoted version. */
  public static final String ALIAS = "promoted";

  /**
   * The metric of a manifest that is 1 for a version that passed the gate, and 0 for one refused.
   */
  public static final String PASSED = "gate_passed";

  private static final int ATTEMPTS = 5;

  private Promotion() {}

  /** Whether the version passed a gate. */
  public static boolean isPassed(ModelManifest manifest) {
    return manifest.metrics().getOrDefault(PASSED, 0.0) == 1;
  }

  /**
   * Moves the alias forward to a published version that passed, unless it is there or further
   * already. Twice is once.
   */
  static void advance(ModelStore store, ModelManifest manifest) {
    ModelVersion version = manifest.version();
    for (int attempt = 1; isPassed(manifest); attempt++) {
      Optional<ModelVersion> now = store.alias(version.lineage(), ALIAS);
      if (now.isPresent() && now.get().compareTo(version) >= 0) {
        return;
      }
      try {
        store.setAlias(version.lineage(), ALIAS, version.version(), now.map(ModelVersion::version));
        return;
      } catch (StoreException e) {
        // Somebody else moved it meanwhile, perhaps further.
        if (e.category() != StoreException.Category.CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
