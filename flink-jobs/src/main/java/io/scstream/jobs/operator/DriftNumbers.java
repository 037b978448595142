package io.scstream.jobs.operator;

import io.scstream.jobs.catalogue.DriftMetric;
import io.scstream.models.stream.DriftVerdict;
import java.util.EnumMap;
import java.util.Map;

/** Where the drift alarm stands, in numbers of the catalogue. */
final class DriftNumbers {
  private DriftNumbers() {}

  /** What is known after a batch. */
  static Map<DriftMetric, Double> of(DriftVerdict verdict) {
    Map<DriftMetric, Double> numbers = new EnumMap<>(DriftMetric.class);
    DriftVerdict.Standing standing = verdict.standing();
    numbers.put(DriftMetric.DRIFT_BATCHES, (double) standing.batches());
    numbers.put(DriftMetric.DRIFT_BATCHES_LEFT_OUT, (double) standing.leftOut());
    boolean isAlarmed = standing.isHeld() || verdict.report().isAlarm();
    numbers.put(DriftMetric.DRIFT_ALARM, isAlarmed ? 1.0 : 0.0);
    verdict
        .report()
        .alarm()
        .filter(alarm -> Double.isFinite(alarm.logEvidence()))
        .ifPresent(alarm -> numbers.put(DriftMetric.DRIFT_LOG_EVIDENCE, alarm.logEvidence()));
    return numbers;
  }
}
