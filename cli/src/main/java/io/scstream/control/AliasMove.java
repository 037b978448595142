package io.scstream.control;

import io.scstream.jobs.publish.KafkaAnnouncer;
import io.scstream.schema.ModelStatus;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import java.time.Instant;
import java.util.Optional;

/** An alias on its way from where it is now to a chosen version, forward or back. */
public record AliasMove(
    ModelStore store, ModelManifest chosen, String alias, Optional<ModelVersion> before) {

  /** From where the alias is now. */
  public static AliasMove of(ModelStore store, ModelManifest chosen, String alias) {
    return new AliasMove(store, chosen, alias, store.alias(chosen.version().lineage(), alias));
  }

  private boolean isBack() {
    return before.map(version -> version.compareTo(chosen.version()) > 0).orElse(false);
  }

  /** What jobs are told of the version. */
  public ModelStatus status() {
    return isBack() ? ModelStatus.ROLLED_BACK : ModelStatus.PROMOTED;
  }

  /**
   * Moves it.
   *
   * @throws io.scstream.store.StoreException with CONFLICT if somebody else has moved it meanwhile
   */
  public void make() {
    ModelVersion to = chosen.version();
    Optional<Long> expected = before.map(ModelVersion::version);
    if (isBack()) {
      store.rollBackAlias(to.lineage(), alias, to.version(), expected);
    } else {
      store.setAlias(to.lineage(), alias, to.version(), expected);
    }
  }

  /**
   * Moves it and tells the jobs that follow it.
   *
   * @param activateAt event time from which they are to use the version; empty for at once
   */
  public void makeAndTell(KafkaAnnouncer announcer, Optional<Instant> activateAt) {
    // A job that sees the alias must know already that the version has to wait.
    if (activateAt.isPresent()) {
      announcer.announce(chosen, status(), activateAt);
    }
    make();
    announcer.announce(chosen, status(), activateAt);
  }
}
