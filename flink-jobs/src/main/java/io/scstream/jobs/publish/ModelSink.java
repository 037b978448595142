package io.scstream.jobs.publish;

import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Publishes model versions in two phases. The writer stages the files before the barrier of a
 * checkpoint; the committer publishes them when that checkpoint is complete, and again after every
 * restore: publishing twice is once. What the store does not take waits in the writer's state.
 */
public final class ModelSink
    implements Sink<VersionDraft>,
        SupportsCommitter<StagedDraft>,
        SupportsWriterState<VersionDraft, WaitingVersion> {
  private static final long serialVersionUID = 1L;

  private final StoreFactory stores;
  private final ManifestWriter manifests;
  private final AnnouncerFactory announcers;
  private final Limits limits;
  private final Backpressure backpressure;

  /**
   * How patient the sink is.
   *
   * @param maxPending versions that may wait for the store before training does
   * @param stagingAge beyond which no checkpoint can name what was staged
   */
  public record Limits(int maxPending, Duration stagingAge) implements Serializable {}

  /** Opens the store on the task that uses it. */
  public ModelSink(
      StoreFactory stores,
      ManifestWriter manifests,
      AnnouncerFactory announcers,
      Limits limits,
      Backpressure backpressure) {
    this.stores = stores;
    this.manifests = manifests;
    this.announcers = announcers;
    this.limits = limits;
    this.backpressure = backpressure;
  }

  @Override
  public StatefulSinkWriter<VersionDraft, WaitingVersion> createWriter(WriterInitContext context) {
    return restoreWriter(context, List.of());
  }

  @Override
  public StatefulSinkWriter<VersionDraft, WaitingVersion> restoreWriter(
      WriterInitContext context, Collection<WaitingVersion> waiting) {
    return new StagingWriter(
        stores,
        manifests,
        limits,
        backpressure,
        new PublishMetrics(context.metricGroup()),
        waiting);
  }

  @Override
  public Committer<StagedDraft> createCommitter(CommitterInitContext context) {
    return new PublishingCommitter(
        stores,
        announcers.open(),
        limits,
        new PublishMetrics(context.metricGroup()),
        Clock.systemUTC());
  }

  @Override
  public SimpleVersionedSerializer<StagedDraft> getCommittableSerializer() {
    return new StagedDraftSerializer();
  }

  @Override
  public SimpleVersionedSerializer<WaitingVersion> getWriterStateSerializer() {
    return new WaitingVersionSerializer();
  }
}
