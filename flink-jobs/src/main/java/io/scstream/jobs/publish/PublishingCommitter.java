package io.scstream.jobs.publish;

import io.scstream.store.Publication;
import io.scstream.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Second phase: the versions become visible, oldest first, then they are announced. Safe to repeat.
 *
 * <p>If the store does not answer, this and all later versions are left to the next checkpoint,
 * whose committables name them again: Flink's own way of trying later has no pause and soon fails
 * the job. Only where the input has ended the job fails, since nothing would come back to them.
 *
 * <p>A conflict ends the job for good: two writers on one lineage must not go unnoticed, and trying
 * again would not make them one. Damage fails it.
 */
final class PublishingCommitter implements Committer<StagedDraft> {
  private static final Logger LOG = LoggerFactory.getLogger(PublishingCommitter.class);
  private static final double MILLIS = 1000;

  private final LazyStore store;
  private final Announcer announcer;
  private final StagingCleaner cleaner;
  private final PublishMetrics metrics;
  private final Clock clock;

  PublishingCommitter(
      StoreFactory stores,
      Announcer announcer,
      ModelSink.Limits limits,
      PublishMetrics metrics,
      Clock clock) {
    this.store = new LazyStore(stores);
    this.announcer = announcer;
    this.cleaner = new StagingCleaner(limits.stagingAge(), clock);
    this.metrics = metrics;
    this.clock = clock;
    metrics.timePublications();
  }

  @Override
  public void commit(Collection<CommitRequest<StagedDraft>> requests) {
    List<CommitRequest<StagedDraft>> oldestFirst =
        requests.stream()
            .sorted(Comparator.comparing(request -> request.getCommittable().manifest().version()))
            .toList();
    for (CommitRequest<StagedDraft> request : oldestFirst) {
      if (!isPublished(request)) {
        return;
      }
    }
    if (!oldestFirst.isEmpty()) {
      StagedDraft any = oldestFirst.get(0).getCommittable();
      cleaner.cleanIfDue(store.get(), any.manifest().version().lineage());
    }
  }

  /** Publishes; false if the store does not answer. */
  private boolean isPublished(CommitRequest<StagedDraft> request) {
    StagedDraft draft = request.getCommittable();
    try {
      Publication publication = store.get().publish(draft.staged(), draft.manifest());
      LOG.info("{} {}", draft.manifest().version(), publication);
      Promotion.advance(store.get(), draft.manifest());
      if (publication == Publication.CREATED) {
        Duration waited = Duration.between(draft.manifest().written().createdAt(), clock.instant());
        metrics.published(waited.toMillis() / MILLIS);
      }
      announce(request, publication);
      return true;
    } catch (StoreException e) {
      if (e.category() == StoreException.Category.CONFLICT) {
        throw new SuppressRestartsException(e);
      }
      if (e.category() != StoreException.Category.IO || draft.isLast()) {
        throw e;
      }
      metrics.failed();
      LOG.warn("Cannot publish {} before the next checkpoint", draft.manifest().version(), e);
      return false;
    }
  }

  private void announce(CommitRequest<StagedDraft> request, Publication publication) {
    try {
      announcer.announce(request.getCommittable().manifest());
      if (publication == Publication.ALREADY_PUBLISHED) {
        request.signalAlreadyCommitted();
      }
    } catch (KafkaException e) {
      LOG.warn("Cannot announce {} yet", request.getCommittable().manifest().version(), e);
      request.retryLater();
    }
  }

  @Override
  public void close() throws Exception {
    announcer.close();
    store.close();
  }
}
