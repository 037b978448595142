package io.scstream.jobs.catalogue;

import java.util.List;

/** How versions get into the store. */
public enum PublishMetric implements Metric {
  PUBLISH_PENDING(
      "publish_pending", "versions", "that the store does not show yet", Outlet.PUBLISH_WRITER),
  PUBLISH_SECONDS(
      "publish_seconds",
      "seconds",
      "what the last version took from being staged to being visible; NaN before the first one",
      Outlet.PUBLISH_COMMITTER),
  PUBLISH_FAILURES_TOTAL(
      "publish_failures_total",
      "attempts",
      "at which the store did not answer",
      Outlet.PUBLISH_COUNTER);

  @SuppressWarnings("ImmutableEnumChecker") // A record of values, its list copied.
  private final Entry entry;

  PublishMetric(String pattern, String unit, String meaning, Outlet... outlets) {
    this.entry = new Entry(Section.PUBLICATION, pattern, unit, meaning, List.of(outlets));
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
