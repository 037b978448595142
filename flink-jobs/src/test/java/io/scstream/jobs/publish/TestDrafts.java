package io.scstream.jobs.publish;

import io.scstream.models.stream.StreamCounts;
import io.scstream.store.RunOrigin;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Versions to publish, and what Flink would bring along. */
final class TestDrafts {
  static final RunOrigin RUN = RunOrigin.of("6c1f3f1e-0000-4000-8000-000000000001");
  static final RunOrigin OTHER_RUN = RunOrigin.of("6c1f3f1e-0000-4000-8000-000000000002");
  static final ManifestWriter MANIFESTS =
      new ManifestWriter(
          "vae",
          new TreeMap<>(Map.of("train.replay-steps", "3", "lineage.seed", "7")),
          new ManifestWriter.Platform("0.1", "cpu", 1));
  static final SinkWriter.Context NO_TIME =
      new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
          return Long.MIN_VALUE;
        }

        @Override
        public Long timestamp() {
          return 0L;
        }
      };

  private TestDrafts() {}

  static VersionDraft draft(RunOrigin origin, long step, String weights) {
    SortedMap<String, byte[]> blobs = new TreeMap<>();
    blobs.put(VersionFiles.WEIGHTS, weights.getBytes(StandardCharsets.UTF_8));
    return VersionDraft.of(
        new VersionDraft.Facts(
            origin,
            step,
            new StreamCounts(100, 80, 20, 0, 9, step - 1, step - 1),
            "0123456789abcdef",
            30,
            new TreeMap<>(Map.of("cells-0", 4L)),
            new TreeMap<>(Map.of("elbo_held_out", -12.5)),
            step),
        blobs);
  }

  /** What Flink asks of the committer for one version. */
  static final class Request implements Committer.CommitRequest<StagedDraft> {
    private final StagedDraft draft;
    boolean retry;
    boolean alreadyCommitted;

    Request(StagedDraft draft) {
      this.draft = draft;
    }

    @Override
    public StagedDraft getCommittable() {
      return draft;
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable t) {
      throw new AssertionError("never: Flink would discard the version", t);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable t) {
      throw new AssertionError(t);
    }

    @Override
    public void retryLater() {
      retry = true;
    }

    @Override
    public void updateAndRetryLater(StagedDraft committable) {
      throw new AssertionError("not used");
    }

    @Override
    public void signalAlreadyCommitted() {
      alreadyCommitted = true;
    }
  }
}
