package io.scstream.jobs.operator;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.publish.Promotion;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.jobs.publish.VersionEvents;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.jobs.publish.VersionGauge;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.schema.ModelStatus;
import io.scstream.store.DonorRegister;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.StoreException;
import io.scstream.store.VersionRef;
import java.util.List;
import java.util.Optional;

/** The versions of a lineage in the store, to go back to. */
final class PublishedVersions {
  private static final String LATEST = "latest";

  private final List<String> aliases;

  private final StoreFactory stores;
  private final String lineage;
  private final String events;

  PublishedVersions(StoreFactory stores, ScstreamConfig settings) {
    this.stores = stores;
    this.lineage = settings.lineage().name();
    this.events = settings.topics().modelEvents();
    this.aliases =
        settings.publish().gate().promote() ? List.of(LATEST, Promotion.ALIAS) : List.of(LATEST);
  }

  /** A version with what is needed to go on from it. */
  record Found(
      ModelManifest manifest,
      LearnerSnapshot learner,
      Gauge gauge,
      Optional<DonorRegister> donors) {}

  /**
   * Reads a version.
   *
   * @throws Commands.Refusal if it cannot be read
   */
  Found read(long version) {
    ModelVersion wanted = new ModelVersion(lineage, version);
    try (ModelStore store = stores.open()) {
      ModelManifest manifest =
          store
              .find(VersionRef.exact(wanted))
              .orElseThrow(
                  () ->
                      new Commands.Refusal(
                          "Unknown version: " + wanted + "; expected a published one"));
      LearnerSnapshot learner =
          LearnerSnapshot.of(
              store.read(manifest.blob(VersionFiles.WEIGHTS)),
              store.read(manifest.blob(VersionFiles.OPTIMIZER)));
      return new Found(
          manifest,
          learner,
          VersionGauge.read(store, manifest, learner.spec()),
          Optional.ofNullable(manifest.blobs().get(DonorRegister.BLOB))
              .map(blob -> DonorRegister.fromBytes(store.read(blob))));
    } catch (StoreException e) {
      throw new Commands.Refusal("Cannot read " + wanted + ": " + e.getMessage());
    }
  }

  /**
   * Makes the version {@code latest} again if a newer one is, up to a step; and the promoted one
   * where a gate decides on that.
   *
   * @throws Commands.Refusal if an alias cannot be moved
   */
  void makeLatest(ModelVersion version, long upToStep) {
    try (ModelStore store = stores.open()) {
      for (String alias : aliases) {
        Optional<Long> now = store.alias(lineage, alias).map(ModelVersion::version);
        if (now.isPresent() && now.get() > version.version() && now.get() <= upToStep) {
          store.rollBackAlias(lineage, alias, version.version(), now);
        }
      }
    } catch (StoreException e) {
      throw new Commands.Refusal("Cannot make " + version + " the latest: " + e.getMessage());
    }
  }

  /** Tells whoever follows the lineage that the version holds again. */
  Message rolledBack(ModelManifest manifest) {
    return Message.of(
        events, lineage, VersionEvents.write(manifest, ModelStatus.ROLLED_BACK, Optional.empty()));
  }
}
