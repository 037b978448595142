package io.scstream.jobs.embed;

import io.scstream.store.ModelVersion;
import io.scstream.store.VersionRef;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** With which version a job begins. */
final class FirstModel {
  private static final Logger LOG = LoggerFactory.getLogger(FirstModel.class);

  private final VersionRef ref;
  private final VersionLoader loader;

  FirstModel(VersionRef ref, VersionLoader loader) {
    this.ref = ref;
    this.loader = loader;
  }

  /**
   * The version that the name stands for now.
   *
   * @throws IllegalStateException where there is none
   */
  LoadedModel now() {
    return published()
        .map(loader::load)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Unknown model version: " + ref + "; expected one that is in the store"));
  }

  /**
   * The newest of the versions that were in use at the checkpoint, if it can still be had: a
   * version that is damaged by now must not keep a job from going on. Otherwise the one that the
   * name stands for, as soon as there is one. Meanwhile nothing is read, so nothing is lost and no
   * checkpoint is due.
   */
  LoadedModel following(Collection<ModelVersion> before, Duration pause)
      throws InterruptedException {
    Optional<LoadedModel> again =
        before.stream()
            .filter(version -> version.lineage().equals(ref.lineage()) && mayBe(version))
            .max(Comparator.naturalOrder())
            .flatMap(this::tryLoad);
    if (again.isPresent()) {
      return again.get();
    }
    Optional<ModelVersion> named = published();
    if (named.isEmpty()) {
      LOG.info("Waiting for {} to be published", ref);
    }
    CountDownLatch never = new CountDownLatch(1); // The task is interrupted when it is cancelled.
    while (named.isEmpty() && !never.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      named = published();
    }
    return loader.load(named.orElseThrow());
  }

  /** A name that is a number stands for that version for ever. */
  private boolean mayBe(ModelVersion version) {
    boolean isExact =
        loader.named(ref).map(named -> VersionRef.exact(named).equals(ref)).orElse(false);
    return !isExact || VersionRef.exact(version).equals(ref);
  }

  private Optional<LoadedModel> tryLoad(ModelVersion version) {
    try {
      return Optional.of(loader.load(version));
    } catch (RuntimeException e) {
      LOG.warn("Cannot go on with {}", version, e);
      return Optional.empty();
    }
  }

  private Optional<ModelVersion> published() {
    return loader.named(ref).filter(loader::isPublished);
  }
}
