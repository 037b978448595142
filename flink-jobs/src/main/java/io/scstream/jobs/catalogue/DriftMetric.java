package io.scstream.jobs.catalogue;

import java.util.List;

/** Whether batches still are what they were. */
public enum DriftMetric implements Metric {
  DRIFT_LOG_EVIDENCE(
      "drift_log_evidence",
      "log",
      "the evidence for a change: log of the mean Shiryaev–Roberts statistic over all signals. The"
          + " alarm is raised at log `input.drift.ert-batches`. From the first batch that is judged",
      Outlet.TOPIC,
      Outlet.TRAIN),
  DRIFT_ALARM(
      "drift_alarm",
      "0 or 1",
      "1 while there is an alarm, or one waits to be acknowledged",
      Outlet.TOPIC,
      Outlet.TRAIN),
  DRIFT_BATCHES(
      "drift_batches",
      "batches",
      "that were compared so far, those of the reference among them",
      Outlet.TOPIC,
      Outlet.TRAIN),
  DRIFT_BATCHES_LEFT_OUT(
      "drift_batches_left_out",
      "batches",
      "that were over and not judged: chunks missing, too few cells, no model yet, or codes that are"
          + " not finite",
      Outlet.TOPIC,
      Outlet.TRAIN),
  DRIFT_P(
      "drift_p.SIGNAL",
      "0 to 1",
      "rank of the batch's reading of a signal among those before it",
      Outlet.TOPIC),
  DRIFT_SHARE("drift_share.SIGNAL", "0 to 1", "share of the evidence of a signal", Outlet.TOPIC);

  @SuppressWarnings("ImmutableEnumChecker") // A record of values, its list copied.
  private final Entry entry;

  DriftMetric(String pattern, String unit, String meaning, Outlet... outlets) {
    this.entry = new Entry(Section.DRIFT, pattern, unit, meaning, List.of(outlets));
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
