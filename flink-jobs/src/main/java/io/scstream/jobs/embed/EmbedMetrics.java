package io.scstream.jobs.embed;

import io.scstream.jobs.catalogue.EmbedMetric;
import java.time.Clock;
import java.time.Duration;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What Flink's metrics tell of the version in use. */
final class EmbedMetrics {
  private EmbedMetrics() {}

  static void register(MetricGroup group, ModelFollower model, Clock clock) {
    group.<Long, Gauge<Long>>gauge(
        EmbedMetric.MODEL_VERSION_LIVE.flinkWord(), () -> model.used().version().version());
    group.<Double, Gauge<Double>>gauge(
        EmbedMetric.MODEL_VERSION_AGE_SECONDS.flinkWord(),
        () ->
            Duration.between(model.used().manifest().written().createdAt(), clock.instant())
                    .toMillis()
                / 1000.0);
    group.<Double, Gauge<Double>>gauge(
        EmbedMetric.EMBED_SWAP_SECONDS.flinkWord(), model::swapSeconds);
    group.<Long, Gauge<Long>>gauge(EmbedMetric.SWAP_FAILURES_TOTAL.flinkWord(), model::failures);
  }
}
