package io.scstream.jobs.publish;

import io.scstream.store.ModelStore;
import io.scstream.store.Publication;
import io.scstream.store.StoreException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Second phase: the version becomes visible, then it is announced. Safe to repeat. A conflict fails
 * the job: two writers on one lineage must not go unnoticed.
 */
final class PublishingCommitter implements Committer<StagedDraft> {
  private static final Logger LOG = LoggerFactory.getLogger(PublishingCommitter.class);

  private final ModelStore store;
  private final Announcer announcer;

  PublishingCommitter(ModelStore store, Announcer announcer) {
    this.store = store;
    this.announcer = announcer;
  }

  @Override
  public void commit(Collection<CommitRequest<StagedDraft>> requests) {
    requests.forEach(this::commit);
  }

  private void commit(CommitRequest<StagedDraft> request) {
    StagedDraft draft = request.getCommittable();
    try {
      Publication publication = store.publish(draft.staged(), draft.manifest());
      announcer.announce(draft.manifest());
      LOG.info("{} {}", draft.manifest().version(), publication);
      if (publication == Publication.ALREADY_PUBLISHED) {
        request.signalAlreadyCommitted();
      }
    } catch (StoreException e) {
      if (e.category() != StoreException.Category.IO) {
        throw e;
      }
      LOG.warn("Cannot publish {} yet", draft.manifest().version(), e);
      request.retryLater();
    } catch (KafkaException e) {
      LOG.warn("Cannot announce {} yet", draft.manifest().version(), e);
      request.retryLater();
    }
  }

  @Override
  public void close() throws Exception {
    announcer.close();
    store.close();
  }
}
