package io.scstream.jobs.publish;

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
    this.failures = group.counter("publish_failures_total");
  }

  /** Of the writer: versions that the store does not show yet. */
  void countPending(Supplier<Integer> pending) {
    group.gauge("publish_pending", pending::get);
  }

  /** Of the committer: how long the last version took from being staged to being visible. */
  void timePublications() {
    group.gauge("publish_seconds", () -> lastSeconds);
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
