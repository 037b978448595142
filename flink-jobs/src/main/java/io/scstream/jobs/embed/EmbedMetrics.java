package io.scstream.jobs.embed;

import java.time.Clock;
import java.time.Duration;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What Flink's metrics tell of the version in use. */
final class EmbedMetrics {
  private EmbedMetrics() {}

  static void register(MetricGroup group, ModelFollower model, Clock clock) {
    group.<Long, Gauge<Long>>gauge("model_version_live", () -> model.used().version().version());
    group.<Double, Gauge<Double>>gauge(
        "model_version_age_seconds",
        () ->
            Duration.between(model.used().manifest().written().createdAt(), clock.instant())
                    .toMillis()
                / 1000.0);
    group.<Double, Gauge<Double>>gauge("embed_swap_seconds", model::swapSeconds);
    group.<Long, Gauge<Long>>gauge("swap_failures_total", model::failures);
  }
}
