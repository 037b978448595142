package io.scstream.jobs.publish;

import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import io.scstream.store.StoreException;
import io.scstream.store.VersionRef;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * First phase: files go to the store's staging area, where nobody sees them.
 *
 * <p>A version is kept until the store shows it, in the state of every checkpoint: its files while
 * the store does not take them, afterwards what was staged. Every checkpoint hands all of them on
 * to the committer, oldest first, so that one that could not be published is tried again, without
 * the job having failed.
 */
final class StagingWriter
    implements CommittingSinkWriter<VersionDraft, StagedDraft>,
        StatefulSinkWriter<VersionDraft, WaitingVersion> {
  private static final Logger LOG = LoggerFactory.getLogger(StagingWriter.class);
  private static final String REASON = "the model store does not answer";

  private final LazyStore store;
  private final ManifestWriter manifests;
  private final ModelSink.Limits limits;
  private final Backpressure backpressure;
  private final PublishMetrics metrics;
  private final InstantSource clock = InstantSource.system();
  private final List<StagedDraft> staged = new ArrayList<>();
  private final Deque<VersionDraft> unstaged = new ArrayDeque<>();
  private boolean inputEnded;

  StagingWriter(
      StoreFactory stores,
      ManifestWriter manifests,
      ModelSink.Limits limits,
      Backpressure backpressure,
      PublishMetrics metrics,
      Collection<WaitingVersion> restored) {
    this.store = new LazyStore(stores);
    this.manifests = manifests;
    this.limits = limits;
    this.backpressure = backpressure;
    this.metrics = metrics;
    restored.forEach(this::restore);
    metrics.countPending(this::pending);
    holdBackIfTooMany();
  }

  private void restore(WaitingVersion waiting) {
    if (waiting instanceof WaitingVersion.Staged version) {
      staged.add(version.draft());
    } else if (waiting instanceof WaitingVersion.Unstaged version) {
      unstaged.add(version.draft());
    }
  }

  @Override
  public void write(VersionDraft draft, Context context) {
    unstaged.add(draft);
  }

  @Override
  public void flush(boolean endOfInput) {
    inputEnded |= endOfInput;
  }

  /**
   * Everything staged that the store does not show yet.
   *
   * @throws StoreException if the input has ended and something cannot be staged: there is no later
   *     checkpoint to do it, and the job must not end as if all were well
   */
  @Override
  public Collection<StagedDraft> prepareCommit() {
    Optional<StoreException> outage = tried(this::forgetPublished).or(() -> tried(this::stageAll));
    holdBackIfTooMany();
    if (outage.isPresent()) {
      if (inputEnded && !unstaged.isEmpty()) {
        throw outage.get();
      }
      metrics.failed();
      LOG.warn("The store does not answer; {} versions wait", pending(), outage.get());
    }
    return inputEnded ? staged.stream().map(StagedDraft::last).toList() : List.copyOf(staged);
  }

  @Override
  public List<WaitingVersion> snapshotState(long checkpointId) {
    List<WaitingVersion> waiting = new ArrayList<>();
    staged.forEach(draft -> waiting.add(new WaitingVersion.Staged(draft)));
    unstaged.forEach(draft -> waiting.add(new WaitingVersion.Unstaged(draft)));
    return waiting;
  }

  @Override
  public void close() {
    backpressure.set(REASON, false);
    store.close();
  }

  private int pending() {
    return staged.size() + unstaged.size();
  }

  /** Training need not be faster than the store for ever: what waits is kept in memory. */
  private void holdBackIfTooMany() {
    backpressure.set(REASON, pending() >= limits.maxPending());
  }

  private void forgetPublished() {
    staged.removeIf(draft -> isPublished(draft.manifest()));
  }

  /** Another manifest under the same number is for the committer to complain of. */
  private boolean isPublished(ModelManifest manifest) {
    return store
        .get()
        .find(VersionRef.exact(manifest.version()))
        .filter(published -> published.sha256().equals(manifest.sha256()))
        .isPresent();
  }

  private void stageAll() {
    for (VersionDraft next = unstaged.peek(); next != null; next = unstaged.peek()) {
      staged.add(stage(store.get(), next));
      unstaged.remove();
    }
  }

  private StagedDraft stage(ModelStore into, VersionDraft draft) {
    try (Staging staging = into.stage(manifests.version(draft.facts()))) {
      draft.blobs().forEach(staging::put);
      StagedVersion finished = staging.finish();
      return new StagedDraft(
          finished, manifests.manifest(draft.facts(), finished, clock.instant()), false);
    }
  }

  /** The failure if the store did not answer; any other is thrown. */
  private static Optional<StoreException> tried(Runnable action) {
    try {
      action.run();
      return Optional.empty();
    } catch (StoreException e) {
      if (e.category() != StoreException.Category.IO) {
        throw e;
      }
      return Optional.of(e);
    }
  }
}
