package io.scstream.jobs.embed;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.jobs.publish.VersionGauge;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embedder;
import io.scstream.store.BlobRef;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.StoreException;
import io.scstream.store.VersionRef;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches versions from the store; hands out only what has passed every check. */
final class VersionLoader {
  private static final Logger LOG = LoggerFactory.getLogger(VersionLoader.class);

  private final ModelStore store;
  private final ScstreamConfig config;

  VersionLoader(ModelStore store, ScstreamConfig config) {
    this.store = store;
    this.config = config;
  }

  /** The version that a name stands for now, whether or not it can be used. */
  Optional<ModelVersion> named(VersionRef ref) {
    return ref.resolve(store);
  }

  /** Whether a version is published. */
  boolean isPublished(ModelVersion version) {
    return store.find(VersionRef.exact(version)).isPresent();
  }

  /**
   * A version whose manifest and bytes are as they were published, that reads the genes that its
   * manifest names, whose codes on this machine are those of its canary, if it has one, and whose
   * gauge is for them.
   *
   * @throws RuntimeException that says what is wrong; nothing stays in memory
   */
  LoadedModel load(ModelVersion version) {
    ModelManifest manifest =
        store
            .find(VersionRef.exact(version))
            .orElseThrow(
                () ->
                    new StoreException(
                        StoreException.Category.NOT_FOUND,
                        "Unknown model version: "
                            + version
                            + "; expected one that is in the store"));
    Embedder embedder =
        DjlLearnerFactory.restoreForInference(
            store.read(manifest.blob(VersionFiles.WEIGHTS)), config.train().device());
    try {
      checkGenes(manifest, embedder);
      checkCanary(manifest, embedder);
      return new LoadedModel(
          manifest,
          embedder,
          VersionGauge.read(store, manifest, embedder.spec()),
          config.topics().embeddings());
    } catch (RuntimeException e) {
      embedder.close();
      throw e;
    }
  }

  /** Like {@link #load}, and of the same gene space as another version. */
  LoadedModel load(ModelVersion version, LoadedModel before) {
    LoadedModel loaded = load(version);
    String genes = loaded.manifest().geneSpace().id();
    String expected = before.manifest().geneSpace().id();
    if (!genes.equals(expected)) {
      loaded.close();
      throw new IllegalStateException(
          "Invalid gene space of "
              + version
              + ": "
              + genes
              + "; expected "
              + expected
              + " as of "
              + before.version());
    }
    return loaded;
  }

  private void checkCanary(ModelManifest manifest, Embedder embedder) {
    BlobRef blob = manifest.blobs().get(VersionFiles.CANARY);
    if (blob == null) {
      LOG.info("{} has no canary; its codes are not checked", manifest.version());
      return;
    }
    double difference = Canary.read(store.read(blob)).maxDifference(embedder);
    double tolerance = config.embed().canaryTolerance();
    if (!(difference <= tolerance)) {
      throw new IllegalStateException(
          "Invalid codes of the canary of "
              + manifest.version()
              + ": off by "
              + difference
              + "; expected at most "
              + tolerance
              + " (embed.canary-tolerance)");
    }
  }

  private static void checkGenes(ModelManifest manifest, Embedder embedder) {
    int genes = embedder.spec().genes();
    if (genes != manifest.geneSpace().genes()) {
      throw new IllegalStateException(
          "Invalid weights of "
              + manifest.version()
              + ": for "
              + genes
              + " genes; expected "
              + manifest.geneSpace().genes()
              + " as in its manifest");
    }
  }
}
