package io.scstream.jobs.publish;

import io.scstream.store.ModelStore;
import io.scstream.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what crashes left in the staging area of a lineage: at first, then at most once an hour.
 */
final class StagingCleaner {
  private static final Logger LOG = LoggerFactory.getLogger(StagingCleaner.class);
  private static final Duration PAUSE = Duration.ofHours(1);

  private final Duration age;
  private final Clock clock;
  private Instant next = Instant.MIN;

  /**
   * @param age beyond which nobody can publish what was staged any more
   */
  StagingCleaner(Duration age, Clock clock) {
    this.age = age;
    this.clock = clock;
  }

  /**
   * Cleans if it is time. To be called only when all that the newest complete checkpoint names is
   * published: then everything old is left over, except for what later checkpoints will name, and
   * that is young.
   */
  void cleanIfDue(ModelStore store, String lineage) {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(PAUSE);
    try {
      int deleted = store.collectStaging(lineage, age, clock);
      if (deleted > 0) {
        LOG.info("Deleted {} abandoned stagings of {} older than {}", deleted, lineage, age);
      }
    } catch (StoreException e) {
      LOG.warn("Cannot clean the staging area of {}", lineage, e);
    }
  }
}
