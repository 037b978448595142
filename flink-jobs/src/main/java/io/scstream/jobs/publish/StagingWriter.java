package io.scstream.jobs.publish;

import io.scstream.store.ModelStore;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

/** First phase: files go to the store's staging area, where nobody sees them. */
final class StagingWriter implements CommittingSinkWriter<VersionDraft, StagedDraft> {
  private final ModelStore store;
  private final ManifestWriter manifests;
  private final InstantSource clock = InstantSource.system();
  private List<StagedDraft> staged = new ArrayList<>();

  StagingWriter(ModelStore store, ManifestWriter manifests) {
    this.store = store;
    this.manifests = manifests;
  }

  @Override
  public void write(VersionDraft draft, Context context) {
    try (Staging staging = store.stage(manifests.version(draft.facts()))) {
      draft.blobs().forEach(staging::put);
      StagedVersion finished = staging.finish();
      staged.add(
          new StagedDraft(finished, manifests.manifest(draft.facts(), finished, clock.instant())));
    }
  }

  @Override
  public Collection<StagedDraft> prepareCommit() {
    List<StagedDraft> ready = staged;
    staged = new ArrayList<>();
    return ready;
  }

  @Override
  public void flush(boolean endOfInput) {
    // Every version is on disk when write returns.
  }

  @Override
  public void close() {
    store.close();
  }
}
