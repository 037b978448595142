package io.scstream.jobs.publish;

import io.scstream.jobs.catalogue.PublishMetric;
import java.util.function.Supplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What Flink's reporters see of a sink. */
final class PublishMetrics {
  private final MetricGroup group;
  private final Counter failures;
  private double lastSeconds = Double.NaN;

  PublishMetrics(MetricGroup group) {
    this.group = group;
    this.failures = group.counter(PublishMetric.PUBLISH_FAILURES_TOTAL.flinkWord());
  }

  /** Of the writer: versions that the store does not show yet. */
  void countPending(Supplier<Integer> pending) {
    group.gauge(PublishMetric.PUBLISH_PENDING.flinkWord(), pending::get);
  }

  /** Of the committer: how long the last version took from being staged to being visible. */
  void timePublications() {
    group.gauge(PublishMetric.PUBLISH_SECONDS.flinkWord(), () -> lastSeconds);
  }

  void published(double seconds) {
    lastSeconds = seconds;
  }

  /** The store did not answer. */
  void failed() {
    failures.inc();
  }

  long failures() {
    return failures.getCount();
  }
}
